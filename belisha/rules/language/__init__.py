"""The policy file: its lines, fields and typed values; reading and writing them.

clauses, policy: the typed values. lines: front matter, headings, statements and fields. fields: one table
for the reader and the writer. reading and reading_*: text to values, with every mistake. formatting,
writing: values to text. grants: the facts that permissions, consents and declarations are.
"""

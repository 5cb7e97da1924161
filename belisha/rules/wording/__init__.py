"""Plain English made from typed values: clauses, conditions, exceptions, activities, people.

grammar: articles, lists, negation. conditions: circumstances and exceptions. plain_english: a whole clause.
activities, people_names: what people do and who they are, as phrases in a sentence.
"""

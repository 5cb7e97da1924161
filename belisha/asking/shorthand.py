"""Read numbers and single letters that stand for words on a phone, by the words beside them."""

import re

# "ok 2 post", "want 2 add", but neither "year 2" nor "have 2 pupils".
_TO = re.compile(
    r"\b(ok|okay|alright|allowed|able|want|wants|wanted|need|needs|have|has|had|got|going|like|meant|supposed"
    r"|how|trying|tried|used|safe|fine|wrong|cool|free|happy|nice|way|me|us|him|her|them|it|that|this|apply"
    r"|applies|talk|talking|speak|spoke|write|wrote|reply|listen|send|sent|give|stick|message|messages|go"
    r"|back|someone|who|what|next|did|over|up|time|bad|hard|easy|illegal|sent) 2 "
    r"(?!(?:pupils?|child|children|kids|girls|boys|years?|weeks?|days?|hours?|minutes|photos|pictures|of|or"
    r"|and|teachers|mums|parents|messages|posts)\b)(?=[a-z])"
)
_FOR = re.compile(
    r"\b4 (?=(?:me|us|you|him|her|them|it|a|an|the|my|our|your|his|their|this|that|work|school|fun|real|now"
    r"|free|parents|teachers|class|lessons?|homework|emergencies|everyone|being|breaking|ages)\b)"
)
_AND = re.compile(r"(?<=[a-z?!.,)] )n(?= [a-z])")
_BE = re.compile(r"\b(to|can i|can|could|should|will|would|may|might|still|they|we|group) b(?= [a-z])")
_OUR = re.compile(
    r"\b(of|in|at|for|put|from|with|about|use|on|by) are (?=(?:school|class|kids|pupils|pta|team|page"
    r"|trip|head|staff|sports|teacher|website|logo|badge)\b)"
)
_YEAR = re.compile(r"\b(?:yr|y) ?(\d{1,2})(s?)\b")


def expand_shorthand(text: str) -> str:
    """Return a normalised text with its shorthand written out: "ok 2 b mates" becomes "ok to be mates"."""
    text = _YEAR.sub(r"year \1\2", text)
    text = _TO.sub(r"\1 to ", text)
    text = _FOR.sub("for ", text)
    text = _AND.sub("and", text)
    text = _BE.sub(r"\1 be", text)
    return _OUR.sub(r"\1 our ", text)

"""Which requests schemathesis leaves out: those whose fate hangs on a rule that JSON Schema cannot say."""
import re
import uuid

import schemathesis

INTEGERS = {"skip", "limit", "year", "year_min", "year_max", "after_id", "page", "page_size"}
MOST = {"title": 200, "genre": 50}
# Unicode's White_Space, which is trimmed; Python's strip() also takes U+001C to U+001F.
SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"


@schemathesis.hook
def filter_case(context, case):
    query, body = case.query or {}, case.body if isinstance(case.body, dict) else {}
    return (
        cursor_stands_alone(query)
        # 412 says that the movie is another, not that the request is wrong.
        and (case.headers or {}).get("If-Match", "*") == "*"
        and page_has_a_size(query)
        and not any(is_integer_otherwise(query[name]) for name in INTEGERS & query.keys())
        and not is_boolean_otherwise(query.get("count"))
        # It would be sent as the parameter repeated, of which the last counts.
        and not any(isinstance(query[name], list) for name in query.keys() - {"genre_in"})
        and not is_integer_otherwise(body.get("year"))
        and all(keeps_its_length(body, field) for field in MOST)
    )


@schemathesis.hook
def before_call(context, case, kwargs):
    """A key that has been used is refused with another body, which says nothing against the request."""
    headers = case.headers or {}
    if re.fullmatch("[!-~]{1,255}", headers.get("Idempotency-Key", "")):
        headers["Idempotency-Key"] = str(uuid.uuid4())


def is_integer_otherwise(value):
    """"+5", " 5", "5.0" and "1_000" are integers to the service, as they were to Pydantic; to the schema only 5 is."""
    return isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]+(_[0-9]+)*(\.0+)?", value.strip(SPACE)) is not None


def is_boolean_otherwise(value):
    """"1", "YES" and "off" are booleans to the service, as they were to Pydantic; to the schema only true and false are."""
    return isinstance(value, str) and value.casefold() in ("1", "on", "t", "true", "y", "yes", "0", "f", "false", "n", "no", "off")


def cursor_stands_alone(query):
    """`after_id` is refused with an order other than by id, and with numbered pages."""
    return "after_id" not in query or (query.get("sort", "id") in ("id", "-id") and "page_size" not in query)


def page_has_a_size(query):
    """`page` is ignored without `page_size`, so a wrong one is no reason to refuse then."""
    return "page_size" in query or re.fullmatch(r"[1-9][0-9]*", str(query.get("page", 1))) is not None


def keeps_its_length(body, field):
    """The limit counts what is stored: trimmed, a genre title-cased too ("ŉ" grows). The schema counts what is sent."""
    sent, most = body.get(field), MOST[field]
    if not isinstance(sent, str):
        return True
    stored = sent.strip(SPACE)
    return (len(sent) <= most) == (len(stored.title() if field == "genre" else stored) <= most)

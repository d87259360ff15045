"""What JSON Schema cannot say: that NDJSON and CSV are rows; and the rules because of which schemathesis leaves requests out."""
import csv
import io
import json
import re
import uuid

import schemathesis
from schemathesis.core.parameters import ParameterLocation

INTEGERS = {"skip", "limit", "year", "year_min", "year_max", "after_id", "page", "page_size"}
BOOLEANS = {"count", "partial"}
MOST = {"title": 200, "genre": 50}
LINES = ("application/x-ndjson", "application/jsonl")
# Unicode's White_Space, which is trimmed; Python's strip() also takes U+001C to U+001F.
SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """To the document a bulk body in another form than JSON is text; here it is the same movies, written by the serializers below."""
    content = raw_schema["paths"]["/movies/bulk"]["post"]["requestBody"]["content"]
    for media_type in (*LINES, "text/csv"):
        content[media_type]["schema"] = content["application/json"]["schema"]


@schemathesis.serializer(*LINES)
def ndjson(context, value):
    return value.encode() if isinstance(value, str) else "".join(json.dumps(row) + "\n" for row in value).encode()


@schemathesis.serializer("text/csv")
def comma_separated(context, value):
    if isinstance(value, str):  # the document's example
        return value.encode()
    text = io.StringIO()
    writer = csv.DictWriter(text, ("title", "year", "genre"), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(value)
    return text.getvalue().encode()


@schemathesis.hook
def filter_case(context, case):
    query = case.query or {}
    movies = [row for row in (case.body if isinstance(case.body, list) else [case.body]) if isinstance(row, dict)]
    return (
        cursor_stands_alone(query)
        # 412 says that the movie is another, not that the request is wrong.
        and (case.headers or {}).get("If-Match", "*") == "*"
        and page_has_a_size(query)
        and not any(is_integer_otherwise(query[name]) for name in INTEGERS & query.keys())
        and not any(is_boolean_otherwise(query[name]) for name in BOOLEANS & query.keys())
        # It would be sent as the parameter repeated, of which the last counts.
        and not any(isinstance(query[name], list) for name in query.keys() - {"genre_in"})
        and not any(is_integer_otherwise(movie.get("year")) for movie in movies)
        and all(keeps_its_length(movie, field) for movie in movies for field in MOST)
        and (body_keeps_schema(case) or wrong_rows_are_refused(case))
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


def body_keeps_schema(case):
    return case.meta is None or not case.meta.is_negative_at(ParameterLocation.BODY)


def wrong_rows_are_refused(case):
    """With `partial` they are told of in a 200. Lines cannot be other than rows, of which there may be none; and in a CSV all is text."""
    if case.media_type == "text/csv":
        return False
    if case.media_type in LINES and not isinstance(case.body, list):
        return False
    return not (isinstance(case.body, list) and str((case.query or {}).get("partial")).lower() == "true")


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

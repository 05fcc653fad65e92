"""Secrets in a schema: never shown, and a changed one is noticed all the same."""

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.catalog import Scope, read
from sync.catalog.secrets import without_connection_secrets, without_secret_options, without_secrets
from sync.diff import Comparison, diff
from sync.model import Identity, Kind
from sync.postgres.database import Database
from sync.report import as_json, lines
from sync.report.html import as_html
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support.catalogs import between
from tests.support.servers import Databases, execute

DIGEST = re.compile(r"\[secret [0-9a-f]{12}\]")
PLACE = Identity(Kind.FUNCTION, "public", name="f")
MAPPING = Identity(Kind.USER_MAPPING, "", "shop", "anna")

# Every `{…}` is a secret, which is another one in the second database. By the identity of what holds it.
PLANTED = {
    "trigger public.t/call": """
        CREATE FUNCTION supabase_functions.http_request() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER call AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION supabase_functions.http_request(
            'https://example.com/hook', 'POST',
            '{{"Content-type":"application/json","Authorization":"Bearer {trigger}"}}', '{{}}', '1000');""",
    "function public.body()": """
        CREATE FUNCTION body() RETURNS void LANGUAGE plpgsql AS $$
        DECLARE api_key constant text := '{body1}';
        BEGIN
            PERFORM dblink_connect('host=example.com user=u password={body2}');
            EXECUTE 'ALTER ROLE x PASSWORD ''{body3}''';
            PERFORM net.http_post(headers := jsonb_build_object('apikey', '{body4}'));
            PERFORM 'sb_secret_{body5}', 'https://hooks.slack.com/services/T0/B0/{body6}';
        END $$;""",
    "function public.atomic()": """
        CREATE FUNCTION atomic() RETURNS text LANGUAGE sql AS $$ SELECT 'postgres://u:{atomic}@example.com/x' $$;""",
    "function public.settings()": """
        CREATE FUNCTION settings() RETURNS text LANGUAGE sql SET app.jwt_secret = '{settings}' AS $$ SELECT 'x' $$;""",
    "view public.view": "CREATE VIEW view AS SELECT 'Bearer {view}' AS header;",
    "column public.t/api_key": "ALTER TABLE t ADD api_key text DEFAULT '{column}';",
    "column public.t/url": "ALTER TABLE t ADD url text DEFAULT 'redis://:{url}@example.com';",
    "policy public.t/policy": "CREATE POLICY policy ON t USING (current_setting('app.token', true) = 'ghp_{policy}');",
    "constraint public.t/checked": "ALTER TABLE t ADD CONSTRAINT checked CHECK (x <> 'sk_live_{check}');",
    "comment table public.t": "COMMENT ON TABLE t IS 'log in with password={comment}';",
    "server shop": "CREATE SERVER shop FOREIGN DATA WRAPPER w OPTIONS (host 'example.com', \"apiKey\" '{server}');",
    "user mapping shop/public": """
        CREATE USER MAPPING FOR public SERVER shop OPTIONS (user 'anna', password '{mapping1}', pin '{mapping2}');""",
    "foreign table public.ft": """
        CREATE FOREIGN TABLE ft (id integer) SERVER shop OPTIONS (url 'https://x:{foreign1}@example.com',
            access_token '{foreign2}', dsn 'host=example.com password={foreign3}');""",
    "subscription s": """
        CREATE SUBSCRIPTION s CONNECTION 'host=example.com dbname=x password={subscription}' PUBLICATION p
            WITH (connect = false, slot_name = NONE);""",
    "rule public.t/r": "CREATE RULE r AS ON DELETE TO t DO ALSO NOTIFY secrets, 'Bearer {rule}';",
}
SCHEMA = """
    CREATE SCHEMA supabase_functions; CREATE TABLE t (x text); CREATE FOREIGN DATA WRAPPER w;
    CREATE SCHEMA net; CREATE FUNCTION net.http_post(headers jsonb) RETURNS void LANGUAGE sql AS 'SELECT';
"""
NAMES = tuple(re.findall(r"(?<!\{)\{(\w+)\}", "".join(PLANTED.values())))


def secrets(side: str) -> dict[str, str]:
    """A secret for each place: letters and digits, with the side's name in it."""
    return {name: f"Zz{side}{name}0123456789abcdef" for name in NAMES}


def planted(databases: Databases, side: str) -> Database:
    return databases.fresh((SCHEMA + "".join(PLANTED.values())).format(**secrets(side)))


def compared(a: Database, b: Database) -> Comparison:
    return diff(LiveSource("a", a, None), LiveSource("b", b, None), Scratch())


def outputs(comparison: Comparison) -> tuple[str, str, str]:
    return "\n".join(line.text for line in lines(comparison)), as_json(comparison), as_html(comparison)


def test_changed_secrets_are_noticed_and_not_shown(each_databases: Databases) -> None:
    a, b = planted(each_databases, "left"), planted(each_databases, "right")
    comparison = compared(a, b)
    text, document, page = outputs(comparison)
    for output in (text, document, page):
        for side in ("left", "right"):
            shown = [name for name, secret in secrets(side).items() if secret in output or secret[2:14] in output]
            assert shown == []
    found = {f"{one.identity.kind} {one.identity}" for one in comparison.differences}
    assert found == set(PLANTED)
    for difference in json.loads(document)["differences"]:
        for old, new in difference["attributes"].values():
            assert len(DIGEST.findall(str(old))) == len(DIGEST.findall(str(new))) > 0
            assert DIGEST.sub("", str(old)) == DIGEST.sub("", str(new))


def test_added_and_removed_objects_do_not_show_theirs(each_databases: Databases) -> None:
    a, b = planted(each_databases, "left"), each_databases.fresh()
    for comparison in (compared(a, b), compared(b, a)):
        for output in outputs(comparison):
            assert [name for name, secret in secrets("left").items() if secret in output] == []
            assert "example.com" in output


def test_equal_secrets_are_no_difference(databases: Databases) -> None:
    a, b = planted(databases, "left"), planted(databases, "left")
    assert compared(a, b).equal
    execute(b, "ALTER SERVER shop OPTIONS (SET host 'elsewhere')")
    (difference,) = between(a, b)
    ((old, new),) = [(one.old, one.new) for one in difference.attributes]
    assert isinstance(old, tuple)
    assert isinstance(new, tuple)
    assert set(old) ^ set(new) == {"host=example.com", "host=elsewhere"}


def test_what_is_read_does_not_show_itself(databases: Databases) -> None:
    assert "Zzleft" not in repr(read(planted(databases, "left"), Scope()))


def test_one_secret_in_two_objects_has_two_digests() -> None:
    text = "password := 'hunter2'"
    assert without_secrets(text, PLACE) == without_secrets(text, PLACE)
    assert without_secrets(text, PLACE) != without_secrets(text, Identity(Kind.FUNCTION, "public", name="g"))


@pytest.mark.parametrize(
    "text",
    [
        """http_request('https://x', 'POST', '{{"Authorization":"Bearer {}"}}')""",
        """'{{"x-api-key": "{}"}}'""",
        r'"{{\"Authorization\": \"Bearer {}\"}}"',
        "EXECUTE 'SELECT f(''Authorization'', ''Bearer {}'')'",
        "jsonb_build_object('apikey', '{}')",
        "jsonb_build_object('a', b(1), 'password'::text, '{}'::text)",
        "extensions.http_header('apikey', '{}')",
        "('Authorization', 'Basic {}')::http_header",
        "SELECT 'eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzdXBhYmFzZSJ9.{}'",
        "postgres://user:{}@host/db",
        "https://example.com/?token={}&a=b",
        "dblink('dbname=x password={} host=h')",
        "dblink('dbname=x password=''{}'' host=h')",
        "'password={}'",
        "'Server=x;User=y;Password={};'",
        "ALTER ROLE x PASSWORD '{}'",
        "ALTER ROLE x PASSWORD 'it''s {}'",
        "EXECUTE 'ALTER ROLE x PASSWORD ''{}'''",
        "OPTIONS (user 'a', password '{}')",
        "v_password := '{}';",
        "api_key text DEFAULT '{}'",
        "((api_key)::text = '{}'::text)",
        "set_config('app.jwt_secret', '{}', true)",
        "ALTER DATABASE x SET app.jwt_secret TO '{}'",
        "pgp_sym_decrypt(data, '{}')",
        "hmac(payload, '{}', 'sha256')",
        "vault.create_secret('{}', 'name')",
        "vault.update_secret(gen_random_uuid(), '{}')",
        "'Bearer ' || '{}'",
        "concat('Bearer '::text, '{}'::text)",
        "crypt('{}', gen_salt('bf'))",
        "encrypt(convert_to(x, 'utf8'), '{}', 'aes')",
        "sign(json_build_object('role', x), '{}')",
        "sk_live_{}",
        "sk-proj-{}",
        "github_pat_{}",
        "xoxb-{}",
        "glpat-{}",
        "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_forms_of_secrets(text: str) -> None:
    secret = "S3cr3tS3cr3tS3cr3tS3cr3t"
    hidden = without_secrets(text.format(secret), PLACE)
    assert "S3cr3t" not in hidden
    assert len(DIGEST.findall(hidden)) == 1
    assert without_secrets(hidden, PLACE) == hidden
    assert without_secrets(text.format(secret[::-1]), PLACE) != hidden


@pytest.mark.parametrize(
    "text",
    [
        "NEW.password = OLD.password; NEW.password := crypt(NEW.password, gen_salt('bf'));",
        "CREATE TABLE t (password text, token uuid, secret text DEFAULT 'none')",
        "password_hash(x) AND token_type = 'bearer' AND secret_id = 'abc12345'",
        "WHERE token = $1 OR token = p_token OR user_id = 1",
        "UPDATE u SET password=p_password, token=p_token WHERE id=1",
        "RAISE EXCEPTION 'invalid password ' || x || ' for token ''%''', token;",
        "RAISE EXCEPTION 'Missing Bearer token'; RAISE EXCEPTION 'Basic membership, basic plan';",
        "'Bearer ' || key; jsonb_build_object('Authorization', 'Bearer ' || key)",
        "jsonb_build_object('token', v_token, 'password', null)",
        "status IN ('token', 'secret', 'password', 'magic_link')",
        "format('host=%s password=%s', h, p) || 'host=h password=' || p || ' dbname=x'",
        "PRIMARY KEY (id), FOREIGN KEY (a) REFERENCES b",
        "current_setting('app.token', true)",
        "https://example.com:8080/a@b",
        "token::text || secret::varchar",
        "a = b\n AND password = c -- the user's password\n AND d = 'e'",
        "grant_type = 'password' AND x = y.token AND password = '' AND z = 'abc12345'",
        "v_token := gen_random_uuid(); password := ''; x := 'abc';",
        "auth.role() = 'service_role'",
        "encode(hmac(payload, v_secret, 'sha256'), 'hex'); sign(x); crypt(x, 'y'::text);",
        "CREATE FUNCTION encrypt(bytea, bytea, text) RETURNS bytea AS 'MODULE_PATHNAME', 'pg_encrypt' LANGUAGE c",
        "SELECT decrypted_secret FROM vault.decrypted_secrets WHERE name = 'service_role_key'",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert without_secrets(text, PLACE) == text


WORDS = st.sampled_from(
    [
        "password",
        "token",
        "secret",
        "NEW.token",
        "key",
        "api_key",
        "=",
        ":=",
        "||",
        ",",
        ";",
        "(",
        ")",
        "$1",
        "%L",
        "WHERE",
        "AND",
        "SELECT",
        "text",
    ]
)


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_code_about_secrets_stays(text: str) -> None:
    assert without_secrets(text, PLACE) == text


@given(st.text())
def test_any_text_without_the_marks_of_secrets_stays(text: str) -> None:
    marks = re.compile(
        r"passw|pwd|passphrase|secret|token|key|credential|authorization|bearer|basic|://|=|_|-", re.IGNORECASE
    )
    if not marks.search(text):
        assert without_secrets(text, PLACE) == text


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"], exclude_characters="'\"\\[]"), min_size=8))
def test_any_password_is_hidden(secret: str) -> None:
    hidden = without_secrets(f"ALTER ROLE anna PASSWORD '{secret}1a'", PLACE)
    assert DIGEST.sub("", hidden) == "ALTER ROLE anna PASSWORD ''" or secret[0] in "$%{<:*;,)|"


def digested(names: Callable[[str], bool], options: list[str], place: Identity) -> None:
    for before, after in zip(options, without_secret_options(options, place), strict=True):
        name, _, value = before.partition("=")
        hidden = DIGEST.fullmatch(after.partition("=")[2]) is not None
        assert hidden == names(name), before
        assert hidden or after == before
        assert not hidden or value not in after


def test_secret_options() -> None:
    digested(
        {"password", "sslpassword", "apiKey", "api-key", "access_token", "aws_secret_access_key", "pwd"}.__contains__,
        [
            *("password=abc", "sslpassword=abc", "apiKey=abc", "api-key=abc", "access_token=abc", "pwd=abc"),
            *("aws_secret_access_key=abc", "host=example.com", "port=5432", "password_required=false", "key=true"),
            *("primary_key=id", "sslkey=/etc/key.pem", "fetch_size=100", "security_barrier=true", "author=anna"),
        ],
        PLACE,
    )


def test_all_options_of_a_user_mapping_but_the_user_are_secret() -> None:
    digested(
        {"password", "pin", "x"}.__contains__, ["user=anna", "username=a", "password=abc", "pin=1", "x=y=z"], MAPPING
    )


@pytest.mark.parametrize(
    "text",
    [
        "host=h password=abc dbname=d",
        "host=h password='a\\'b c' dbname=d",
        "postgresql://:abc@h/d",
        "postgresql://h/d?password=abc",
    ],
)
def test_connection_strings(text: str) -> None:
    found = sorted(without_connection_secrets(text, PLACE))
    assert [DIGEST.sub("*", one) for one in found] == ["dbname=d", "host=h", "password=*"]


def test_a_connection_string_that_cannot_be_taken_apart_is_hidden_altogether() -> None:
    (found,) = without_connection_secrets("host=h of_the_future=abc", PLACE)
    assert DIGEST.fullmatch(found)

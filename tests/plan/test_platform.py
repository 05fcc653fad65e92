"""Plans where not all is read that the schema refers to: a platform's tables and functions, other schemas."""

from collections.abc import Sequence

import pytest

from sync.catalog import Profile
from sync.planning import Wanted, plan
from sync.planning.value import Plan
from sync.postgres.database import Database
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support import supabase
from tests.support.servers import Databases, execute

_EXTENSIONS = """
    CREATE EXTENSION "uuid-ossp" SCHEMA extensions; CREATE EXTENSION pgcrypto SCHEMA extensions;
    CREATE EXTENSION pg_stat_statements SCHEMA extensions;
"""
_BEFORE = """
    CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, name text);
    ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON profiles USING (auth.uid() = id);
"""
_AFTER = """
    CREATE TABLE profiles (
        id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE,
        name varchar(30),
        api uuid DEFAULT extensions.uuid_generate_v4());
    ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON profiles FOR SELECT TO authenticated USING (auth.uid() = id);
    CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
        AS $$ BEGIN INSERT INTO public.profiles (id) VALUES (NEW.id); RETURN NEW; END $$;
    CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user();
    CREATE POLICY mine ON storage.objects FOR SELECT USING (bucket_id = 'avatars');
    CREATE INDEX mine ON storage.objects (owner_id);
    CREATE VIEW who AS SELECT u.email, p.name FROM auth.users AS u JOIN profiles AS p USING (id);
    ALTER PUBLICATION supabase_realtime ADD TABLE profiles;
"""


def _proven(a: Database, b: Database, scratch: Scratch, schemas: Sequence[str] = ()) -> Plan:
    sides = LiveSource("a", a, None), LiveSource("b", b, None)
    wanted = Wanted(reverse=True)
    found = plan(*sides, scratch, wanted, profile=Profile.SUPABASE, schemas=frozenset(schemas))
    assert found.proven
    assert found.reverse is not None
    assert (found.reverse.refused, found.reverse.proven) == ("", True)
    return found


@pytest.mark.parametrize("back", [False, True], ids=["forth", "back"])
def test_what_users_hang_on_a_platform(databases_15: Databases, scratch: Scratch, back: bool) -> None:
    a, b = (databases_15.fresh(supabase.SQL + _EXTENSIONS + made) for made in (_BEFORE, _AFTER))
    a, b = (b, a) if back else (a, b)
    found = _proven(a, b, scratch)
    assert any("storage.objects" in one for one in found.statements)
    for one in found.statements:
        execute(a, one)
    sides = LiveSource("a", a, None), LiveSource("b", b, None)
    assert plan(*sides, scratch, profile=Profile.SUPABASE).batches == ()


def test_an_extension_in_a_schema_of_the_platform(databases: Databases, scratch: Scratch) -> None:
    a, b = databases.fresh(supabase.SQL), databases.fresh(f"{supabase.SQL} CREATE EXTENSION hstore SCHEMA extensions;")
    for one in _proven(a, b, scratch).statements:
        execute(a, one)
    sides = LiveSource("a", a, None), LiveSource("b", b, None)
    assert plan(*sides, scratch, profile=Profile.SUPABASE).batches == ()


def test_one_schema_of_several(databases: Databases, scratch: Scratch) -> None:
    made = "CREATE SCHEMA other; CREATE TABLE other.t (id integer PRIMARY KEY); CREATE TYPE other.e AS ENUM ('a');"
    a = databases.fresh(f"{made} CREATE TABLE t (id integer, e other.e)")
    b = databases.fresh(f"{made} CREATE TABLE t (id integer REFERENCES other.t, e other.e NOT NULL)")
    execute(b, "ALTER TABLE other.t ADD COLUMN x integer")
    found = _proven(a, b, scratch, ["public"])
    assert not any("other.t ADD COLUMN" in one for one in found.statements)

-- Ten differences of the kind that a staging and a production database of one application have.
SET search_path = musicbrainz, public;

ALTER TABLE work ADD COLUMN nickname text;
ALTER TABLE area ALTER ended SET DEFAULT true;
ALTER TABLE area ALTER type SET NOT NULL;
ALTER TABLE link ALTER begin_date_year TYPE integer;
CREATE INDEX artist_comment_idx ON artist (lower(comment)) WHERE comment <> '';
DROP INDEX artist_idx_sort_name;
ALTER TABLE area ADD CONSTRAINT short CHECK (length(name) < 100);
ALTER FUNCTION generate_uuid_v4() SECURITY DEFINER;
DROP TRIGGER b_upd_artist ON artist;
DROP VIEW medium_track_durations;

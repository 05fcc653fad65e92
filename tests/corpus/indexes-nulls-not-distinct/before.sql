-- since: 15
-- hazards: index-build, protection-disabled
CREATE TABLE slugs (tenant integer, slug text);
CREATE UNIQUE INDEX slug_once ON slugs (tenant, slug);

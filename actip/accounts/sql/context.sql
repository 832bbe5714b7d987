-- Who acts, as PostgreSQL verifies it. Only these functions read the context; policies and audit read only these.
CREATE SCHEMA IF NOT EXISTS actip;
CREATE SCHEMA IF NOT EXISTS actip_private;
REVOKE ALL ON SCHEMA actip_private FROM PUBLIC;
GRANT USAGE ON SCHEMA actip TO PUBLIC;

-- The signing key as the two halves of HMAC (RFC 2104), so that core's sha256() is enough and no extension is needed.
CREATE TABLE IF NOT EXISTS actip_private.context_key (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
);

-- The verified fields: kind, user, agency, role, pid, microsecond, reason. NULL when nobody is set, the signature is
-- wrong, or the context was made for another transaction: of another session, or earlier in this one.
CREATE OR REPLACE FUNCTION actip.me() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog AS $$
DECLARE
    raw text := current_setting('actip.context', true);
    parts text[];
    expected bytea;
BEGIN
    IF raw IS NULL OR raw = '' THEN
        RETURN NULL;
    END IF;
    parts := string_to_array(raw, '|');
    IF array_length(parts, 1) <> 8 THEN
        RETURN NULL;
    END IF;
    SELECT sha256(outer_pad || sha256(inner_pad || convert_to(left(raw, length(raw) - 65), 'UTF8')))
      INTO expected FROM actip_private.context_key;
    IF encode(expected, 'hex') IS DISTINCT FROM parts[8] THEN
        RETURN NULL;
    END IF;
    IF parts[5]::int <> pg_backend_pid() OR parts[6]::bigint <> (extract(epoch FROM now()) * 1000000)::bigint THEN
        RETURN NULL;
    END IF;
    RETURN parts[1:7];
END $$;

CREATE OR REPLACE FUNCTION actip.me_user() RETURNS int LANGUAGE sql STABLE SET search_path = pg_catalog
    AS $$ SELECT nullif((actip.me())[2], '0')::int $$;
CREATE OR REPLACE FUNCTION actip.me_agency() RETURNS int LANGUAGE sql STABLE SET search_path = pg_catalog
    AS $$ SELECT nullif((actip.me())[3], '0')::int $$;
CREATE OR REPLACE FUNCTION actip.me_role() RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog
    AS $$ SELECT nullif((actip.me())[4], '') $$;
CREATE OR REPLACE FUNCTION actip.is_system() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog
    AS $$ SELECT coalesce((actip.me())[1] = 'system', false) $$;
CREATE OR REPLACE FUNCTION actip.context_purpose() RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog
    AS $$ SELECT (actip.me())[7] $$;

-- The matrix as PostgreSQL reads it, filled from matrix.csv by `manage.py secure`; nobody but the owner writes it.
CREATE TABLE IF NOT EXISTS actip.matrix (
    role text NOT NULL,
    code text NOT NULL,
    verb text NOT NULL,
    wide boolean NOT NULL,
    PRIMARY KEY (code, verb, role)
);

-- May the person use this verb on this kind of record at all (whatever she is assigned to)?
CREATE OR REPLACE FUNCTION actip.may(of_code text, of_verb text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog AS $$
DECLARE me text[] := actip.me();
BEGIN
    IF me IS NULL THEN RETURN false; END IF;
    IF me[1] = 'system' THEN RETURN true; END IF;
    RETURN EXISTS (SELECT FROM actip.matrix g WHERE g.code = of_code AND g.verb = of_verb AND g.role = me[4]);
END $$;

-- The tokens that open matters to a verified person, where the matrix lets her reach her agency's matters (wide) or her own:
-- see access_matter.reach. 4A: agency A as a whole; 4A+1: anybody's matter in agency A (level R); 4U+2: officer U; 0: the
-- system; 4T+3: one assignment limited in time, valid only while its hours run.
-- An assignment that rests on a consent opens no kind of record that the person did not agree to (`withheld`); of_code NULL
-- asks for all tokens, whatever they open.
DROP FUNCTION IF EXISTS actip_private.tokens(text[], boolean);
CREATE OR REPLACE FUNCTION actip_private.tokens(me text[], is_wide boolean, of_code text) RETURNS int[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
    agency int := me[3];
    own int := me[2];
    timed int[];
BEGIN
    IF me[1] = 'system' THEN RETURN '{0}'; END IF;
    SELECT array_agg(4 * a.timed_token + 3) INTO timed FROM public.access_assignment a
    WHERE a.agency_id = agency AND a.state IN ('offered', 'accepted') AND a.timed_token IS NOT NULL
      AND a.starts_at <= statement_timestamp() + interval '1 minute' AND (a.until IS NULL OR a.until > statement_timestamp())
      AND (is_wide OR a.officer_id IS NULL OR a.officer_id = own)
      AND (of_code IS NULL OR a.withheld IS NULL OR of_code <> ALL (a.withheld));
    IF is_wide THEN RETURN 4 * agency + 1 || timed; END IF;
    RETURN ARRAY[4 * agency, 4 * own + 2] || timed;
END $$;

-- The tokens that open matters to the person for this verb on this kind of record.
CREATE OR REPLACE FUNCTION actip.keys(of_code text, of_verb text) RETURNS int[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog AS $$
DECLARE
    me text[] := actip.me();
    is_wide boolean;
BEGIN
    IF me IS NULL THEN RETURN '{}'; END IF;
    IF me[1] = 'system' THEN RETURN '{0}'; END IF;
    SELECT g.wide INTO is_wide FROM actip.matrix g WHERE g.code = of_code AND g.verb = of_verb AND g.role = me[4];
    IF NOT FOUND THEN RETURN '{}'; END IF;
    RETURN actip_private.tokens(me, is_wide, of_code);
END $$;

-- The feed's tokens that the person may read: those of keys, and her narrower ones besides. Somebody who reads a root
-- record agency-wide may hold records below it more narrowly (VPR is R, VID is w), and their lists start from those tokens.
CREATE OR REPLACE FUNCTION actip.feed_keys(of_code text) RETURNS int[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog AS $$
DECLARE
    me text[] := actip.me();
    mine int[] := actip.keys(of_code, 'exist');
BEGIN
    IF mine = '{}' OR me[1] = 'system' THEN RETURN mine; END IF;
    RETURN mine || ARRAY[4 * me[3]::int, 4 * me[2]::int + 2];
END $$;

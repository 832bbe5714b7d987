-- Last words about what the application may do beside reading and writing rows. Denied by default: a function is called
-- from outside only if it is named here, or granted in the sql/grants of its own app.

-- Nothing of its own can be put in front of ours: no temporary table that later requests of the same connection would
-- take for the table of users, no function, no schema.
DO $$ BEGIN
    EXECUTE format('REVOKE TEMPORARY, CREATE ON DATABASE %I FROM PUBLIC, actip_app, actip_report', current_database());
END $$;
REVOKE CREATE ON SCHEMA public, actip FROM PUBLIC, actip_app, actip_report;

DO $$
DECLARE f record;
BEGIN
    FOR f IN SELECT p.oid::regprocedure AS name, p.prosecdef, p.proacl, p.proowner,
                    (SELECT substr(c, 13) FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%') AS path
             FROM pg_proc p WHERE p.pronamespace IN ('actip'::regnamespace, 'actip_private'::regnamespace) LOOP
        IF f.prosecdef AND f.path IS NULL THEN
            RAISE EXCEPTION 'function % acts for its owner: fix its search_path', f.name;
        END IF;
        -- Not named, the temporary schema would be searched first, before pg_catalog.
        IF f.path IS NOT NULL AND f.path !~ 'pg_temp$' THEN
            EXECUTE format('ALTER FUNCTION %s SET search_path = %s, pg_temp', f.name, f.path);
        END IF;
        IF EXISTS (SELECT FROM aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a WHERE a.grantee = 0) THEN
            EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.name);
        END IF;
    END LOOP;
END $$;

-- Who acts, and what she may and reaches: asked by policies, guards and pages.
GRANT EXECUTE ON FUNCTION actip.me, actip.me_user, actip.me_agency, actip.me_role, actip.is_system, actip.context_purpose,
    actip.may, actip.keys, actip.feed_keys, actip.reaches, actip.root_code TO actip_app, actip_report;
GRANT EXECUTE ON FUNCTION actip.may_assign, actip.leads, actip.reached_until, actip.open_matter, actip.open_matters, actip.date_matters
    TO actip_app;
GRANT EXECUTE ON FUNCTION actip.reads_audit TO actip_app;

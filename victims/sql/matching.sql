-- One person, one record: merges made by two people, and the question whether somebody else knows a person.

-- Whoever enters a merge requests it. Whoever approves is somebody else (a constraint), reaches both records, and finds neither merged already.
CREATE OR REPLACE FUNCTION actip.guard_merge() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT row_security_active(TG_RELID) OR actip.is_system() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.requested_by_id := actip.me_user();
        RETURN NEW;
    END IF;
    IF NEW.requested_by_id IS DISTINCT FROM OLD.requested_by_id
            OR (OLD.status <> 'requested' OR NEW.status <> 'requested')
               AND (NEW.person_id, NEW.merged_id) IS DISTINCT FROM (OLD.person_id, OLD.merged_id)
            OR OLD.status <> 'requested' AND (NEW.approved_by_id, NEW.approved_at) IS DISTINCT FROM (OLD.approved_by_id, OLD.approved_at) THEN
        RAISE EXCEPTION 'a merge keeps its two records and its two people' USING ERRCODE = '42501';
    END IF;
    IF NEW.status <> OLD.status AND NEW.status IN ('approved', 'undone') AND NOT (
            actip.reaches(NEW.person_id, 'VPR', 'change') AND actip.reaches(NEW.merged_id, 'VPR', 'change')
            AND (NEW.status = 'undone' OR NEW.approved_by_id = actip.me_user())) THEN
        RAISE EXCEPTION 'both records must be within reach of who approves' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER guard_merge BEFORE INSERT OR UPDATE ON public.victims_personmerge
    FOR EACH ROW EXECUTE FUNCTION actip.guard_merge();

-- The record that is kept of the person of whom this is one.
CREATE OR REPLACE FUNCTION actip_private.kept(of_person uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH RECURSIVE up AS (
        SELECT p.id, p.merged_into_id FROM public.victims_person p WHERE p.id = of_person
        UNION SELECT p.id, p.merged_into_id FROM public.victims_person p JOIN up ON p.id = up.merged_into_id
    )
    SELECT up.id FROM up WHERE up.merged_into_id IS NULL
$$;

-- All records of one person: the one that is kept, and those merged into it.
CREATE OR REPLACE FUNCTION actip_private.same_person(of_person uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH RECURSIVE down AS (
        SELECT actip_private.kept(of_person) AS id
        UNION SELECT p.id FROM public.victims_person p JOIN down ON p.merged_into_id = down.id
    )
    SELECT down.id FROM down
$$;

-- Whether a decision that stands says that the person is a victim.
CREATE OR REPLACE FUNCTION actip_private.is_victim(of_person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM public.victims_identificationdecision d
        WHERE d.person_id = of_person AND d.status IN ('decided_victim_tip', 'decided_victim_forced_labour') AND NOT EXISTS (
            SELECT FROM public.victims_identificationdecision n WHERE n.supersedes_id = d.id
            AND n.status NOT IN ('pending', 'under_protection', 'pre_identification', 'under_reflection')))
$$;

-- A person is told of her rights once (DL-05), whichever of her records says so: what either record owed ended on that day. What the merged one
-- still owes ends with the merge, for nothing new is entered there; the one that is kept goes on owing.
CREATE OR REPLACE FUNCTION actip_private.owe_one_notice(kept uuid, merged uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    UPDATE public.records_clock c SET ended_recorded_at = clock_timestamp(),
        ended_at = greatest(c.starts_at, least(now(), (told.on_day + time '23:59:59') AT TIME ZONE 'Asia/Bangkok'))
    FROM public.records_clock owed JOIN public.records_rule r ON r.id = owed.rule_id AND r.code = 'DL-05'
    LEFT JOIN LATERAL (SELECT min(n.given_on) AS on_day FROM public.victims_rightsnotice n
        WHERE n.matter_id IN (SELECT actip_private.same_person(kept))
          AND n.given_on >= (owed.starts_at AT TIME ZONE 'Asia/Bangkok')::date) told ON true
    WHERE c.id = owed.id AND owed.matter_id IN (kept, merged) AND owed.ended_at IS NULL
      AND (owed.matter_id = merged OR told.on_day IS NOT NULL)
$$;

-- Once they are two people again, whoever was identified and not told in her own record is owed it as before.
CREATE OR REPLACE FUNCTION actip_private.owe_notice_again(of_person uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    INSERT INTO public.records_clock (id, matter_id, rule_id, record_type, record_id, starts_at, due_at, created_at, breach_reason, breach_note)
    SELECT gen_random_uuid(), c.matter_id, c.rule_id, c.record_type, c.record_id, c.starts_at, c.due_at, clock_timestamp(), '', ''
    FROM public.records_clock c JOIN public.records_rule r ON r.id = c.rule_id AND r.code = 'DL-05'
    WHERE c.matter_id = of_person AND actip_private.is_victim(of_person)
      AND NOT EXISTS (SELECT FROM public.records_clock o WHERE o.matter_id = of_person AND o.rule_id = c.rule_id
                      AND (o.ended_at IS NULL OR (o.created_at, o.id) > (c.created_at, c.id)))
      AND NOT EXISTS (SELECT FROM public.victims_rightsnotice n WHERE n.matter_id = of_person
                      AND n.given_on >= (c.starts_at AT TIME ZONE 'Asia/Bangkok')::date)
$$;

-- All records of both are locked first, in one order, so that two merges at once cannot point to each other.
CREATE OR REPLACE FUNCTION actip.merge_done() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM FROM public.victims_person p WHERE p.id IN (
        SELECT actip_private.same_person(NEW.person_id) UNION SELECT actip_private.same_person(NEW.merged_id)) ORDER BY p.id FOR UPDATE;
    IF NEW.status = 'approved' THEN
        IF EXISTS (SELECT FROM public.victims_person p WHERE p.id IN (NEW.person_id, NEW.merged_id) AND p.merged_into_id IS NOT NULL) THEN
            RAISE EXCEPTION 'one of the two records is merged already' USING ERRCODE = '23514', CONSTRAINT = 'merge_of_open_records';
        END IF;
        IF actip_private.is_victim(NEW.merged_id) AND NOT actip_private.is_victim(NEW.person_id) THEN
            RAISE EXCEPTION 'the record of a victim is the one that is kept' USING ERRCODE = '23514', CONSTRAINT = 'merge_keeps_the_victim';
        END IF;
        UPDATE public.victims_person SET merged_into_id = NEW.person_id, version = version + 1, updated_at = now()
        WHERE id = NEW.merged_id;
        PERFORM actip_private.owe_one_notice(NEW.person_id, NEW.merged_id);
    ELSE
        UPDATE public.victims_person SET merged_into_id = NULL, version = version + 1, updated_at = now()
        WHERE id = NEW.merged_id AND merged_into_id = NEW.person_id;
        PERFORM actip_private.owe_notice_again(p) FROM unnest(ARRAY[NEW.person_id, NEW.merged_id]) AS p;
    END IF;
    PERFORM actip_private.lock_witness(p), actip_private.watch_person_s41(p)
    FROM (SELECT p FROM unnest(ARRAY[NEW.person_id, NEW.merged_id]) AS p ORDER BY p) both_records;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER merge_done AFTER UPDATE OF status ON public.victims_personmerge FOR EACH ROW
    WHEN (NEW.status IN ('approved', 'undone') AND NEW.status <> OLD.status) EXECUTE FUNCTION actip.merge_done();

-- Records that were merged while a lock did not yet hold for both, or a notice was still owed twice.
DO $$ BEGIN
    PERFORM actip_private.owe_one_notice(p.merged_into_id, p.id) FROM public.victims_person p WHERE p.merged_into_id IS NOT NULL;
    PERFORM actip_private.lock_witness(p.id) FROM public.victims_person p JOIN public.access_matter m ON m.id = p.merged_into_id
    WHERE m.locked_to IS NOT NULL;
END $$;

-- Put by victims/merged.py on a person and on every record that begins something with her. Nothing new begins in a record that was
-- merged, and nothing that was entered is changed there; what had begun goes on to its end: an approved payment is paid, savings are paid
-- out, a stay ends, a consent is taken back. But that she is a victim is found in the record that is kept. What triggers write (a deeper level) goes on.
-- Arguments: the columns that are entered and that no step writes; the kind of entry that pays out what was saved, or nothing.
CREATE OR REPLACE FUNCTION actip.guard_merged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    n CONSTANT jsonb := to_jsonb(NEW);
    o CONSTANT jsonb := CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(OLD) END;
    goes_on boolean := CASE TG_OP WHEN 'INSERT' THEN n ->> 'kind' = nullif(TG_ARGV[1], '')
        ELSE n ->> 'status' <> o ->> 'status'
             AND NOT EXISTS (SELECT FROM unnest(TG_ARGV[0]::text[]) AS entered(name) WHERE n -> entered.name <> o -> entered.name)
             AND n ->> 'status' <> ALL ('{decided_victim_tip,decided_victim_forced_labour}') END;
BEGIN
    IF TG_OP = 'INSERT' THEN  -- a merge under way is waited for; the row's foreign key takes the same lock, after this has looked
        PERFORM FROM public.victims_person p WHERE p.id = NEW.matter_id FOR KEY SHARE;
    END IF;
    IF pg_trigger_depth() = 1 AND NOT coalesce(goes_on, false) AND NOT actip.is_system() AND EXISTS (
            SELECT FROM public.victims_person p WHERE p.id = NEW.matter_id AND p.merged_into_id IS NOT NULL) THEN
        RAISE EXCEPTION 'this record was merged into another and is read only'
            USING ERRCODE = '23514', CONSTRAINT = 'person_merged_is_read_only';
    END IF;
    RETURN NEW;
END $$;

-- How often somebody asked on a day, in Thailand's time.
CREATE TABLE IF NOT EXISTS actip_private.match_question (
    asked_on date NOT NULL,
    user_id bigint NOT NULL,
    agency_id bigint NOT NULL,
    times int NOT NULL DEFAULT 1,
    PRIMARY KEY (asked_on, user_id, agency_id)
);

-- Does somebody beyond the asker's reach know a person with one of these tokens of strong evidence? Yes or no. Twenty
-- questions a user and a hundred an agency in a day: enough for work, too few to try a list of names. Every question is
-- in the trail. One agency that knows her, the one that worked on her last, finds a request. Either answer takes the same time.
CREATE OR REPLACE FUNCTION actip.known_elsewhere(asked bigint[], evidence text, purpose text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    began CONSTANT timestamptz := clock_timestamp();
    floor_of_time CONSTANT interval := '80 milliseconds';
    of_user CONSTANT int := 20;
    of_agency CONSTANT int := 100;
    today CONSTANT date := (now() AT TIME ZONE 'Asia/Bangkok')::date;
    mine CONSTANT int[] := actip.keys('VPR', 'exist');
    known uuid;
BEGIN
    IF actip.me_user() IS NULL OR NOT actip.may('VID', 'create') THEN
        RAISE EXCEPTION 'only who enters identities asks' USING ERRCODE = '42501';
    END IF;
    IF (cardinality(asked) BETWEEN 1 AND 24 AND evidence IN ('document', 'name') AND length(purpose) >= 5) IS NOT TRUE THEN
        RAISE EXCEPTION 'one person is asked about, for a purpose' USING ERRCODE = '42501';
    END IF;
    INSERT INTO actip_private.match_question AS q (asked_on, user_id, agency_id)
    VALUES (today, actip.me_user(), actip.me_agency())
    ON CONFLICT (asked_on, user_id, agency_id) DO UPDATE SET times = q.times + 1;
    IF (SELECT sum(q.times) FILTER (WHERE q.user_id = actip.me_user()) > of_user OR sum(q.times) > of_agency
        FROM actip_private.match_question q WHERE q.asked_on = today AND q.agency_id = actip.me_agency()) THEN
        RAISE EXCEPTION 'asked as often as is allowed in a day' USING ERRCODE = '23514', CONSTRAINT = 'match_question_limit';
    END IF;
    SELECT kept.id INTO known FROM public.vault_token t
    -- What stands in a merged record is asked about in the one that is kept.
    CROSS JOIN actip_private.kept(t.matter_id) AS kept(id)
    -- Of a person locked by a witness programme the answer is as of nobody: "no" and nothing else, also to who had her before.
    JOIN public.access_matter m ON m.id = kept.id AND NOT m.reach && mine AND m.locked_to IS NULL
    WHERE t.hashes && asked AND t.code = 'VID' AND t.kind = 'strong'
    ORDER BY m.touched_at DESC, m.id LIMIT 1;
    PERFORM actip_private.audit_write('ask', 'match-requests', '', NULL, purpose, '{}',
        jsonb_build_object('evidence', evidence, 'known', known IS NOT NULL), current_setting('actip.request', true));
    IF known IS NOT NULL THEN
        INSERT INTO public.victims_matchrequest (id, version, created_at, updated_at, matter_id, person_id, asked_on,
            asked_by_id, asking_agency_id, evidence, purpose, decline_reason, status)
        VALUES (gen_random_uuid(), 1, now(), now(), known, known, today, actip.me_user(), actip.me_agency(), evidence,
            left(purpose, 500), '', 'open')
        ON CONFLICT (person_id, asking_agency_id) WHERE status = 'open' DO NOTHING;
    END IF;
    PERFORM pg_sleep(greatest(0, extract(epoch FROM began + floor_of_time - clock_timestamp())));
    RETURN known IS NOT NULL;
END $$;

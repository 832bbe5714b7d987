-- Invariants that hold whoever writes. Roles that bypass row security (deploy, backup) bypass these as well.

-- Arguments: any number of 'column>table' (the row named must be visible to the writer) and, for the parent through
-- which a record takes over its matter, 'column=table' (it must also be of the same matter). '!kind' marks a root record:
-- it is the one of a matter of that kind, and has its id.
CREATE OR REPLACE FUNCTION actip.guard_row() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
DECLARE
    new_row jsonb := to_jsonb(NEW);
    old_row jsonb;
    link text; col text; tab text; ok boolean;
BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' THEN
        old_row := to_jsonb(OLD);
        IF new_row ->> 'id' IS DISTINCT FROM old_row ->> 'id'
            OR new_row ->> 'matter_id' IS DISTINCT FROM old_row ->> 'matter_id'
            OR new_row ->> 'created_at' IS DISTINCT FROM old_row ->> 'created_at' THEN
            RAISE EXCEPTION 'a record keeps its id, matter and time of entry' USING ERRCODE = '42501';
        END IF;
    END IF;
    -- Who did something is whoever does it now: nobody signs for somebody else.
    IF NOT actip.is_system() AND EXISTS (
            SELECT FROM jsonb_each_text(new_row) n WHERE n.key LIKE '%\_by\_id'
            AND n.value IS DISTINCT FROM old_row ->> n.key AND n.value IS DISTINCT FROM actip.me_user()::text) THEN
        RAISE EXCEPTION 'a step is made in one''s own name' USING ERRCODE = '42501';
    END IF;
    FOREACH link IN ARRAY coalesce(TG_ARGV, '{}') LOOP
        col := split_part(replace(link, '=', '>'), '>', 1);
        tab := split_part(replace(link, '=', '>'), '>', 2);
        IF left(link, 1) = '!' THEN
            CONTINUE WHEN TG_OP = 'UPDATE';
            IF new_row ->> 'id' = new_row ->> 'matter_id' AND EXISTS (
                SELECT FROM public.access_matter m WHERE m.id = (new_row ->> 'id')::uuid AND m.kind = substr(link, 2)) THEN
                CONTINUE;
            END IF;
            RAISE EXCEPTION 'this matter is about something else' USING ERRCODE = '42501';
        END IF;
        CONTINUE WHEN new_row ->> col IS NULL;
        CONTINUE WHEN TG_OP = 'UPDATE' AND new_row ->> col IS NOT DISTINCT FROM old_row ->> col;
        IF position('=' IN link) > 0 THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1::uuid AND matter_id = $2::uuid)', tab)
                INTO ok USING new_row ->> col, new_row ->> 'matter_id';
        ELSE
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1::uuid)', tab) INTO ok USING new_row ->> col;
        END IF;
        IF NOT ok THEN
            RAISE EXCEPTION 'the linked record is out of reach' USING ERRCODE = '42501';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

-- Which change of state exists, and what the matrix must grant for it: copied from the workflow tables.
CREATE TABLE IF NOT EXISTS actip.move (
    slug text NOT NULL,
    source text NOT NULL,
    target text NOT NULL,
    verb text NOT NULL,
    PRIMARY KEY (slug, source, target, verb)
);
-- The columns that the step may write; NULL where whoever makes it may change the whole entry from there, but for those that other
-- steps write, which it spares.
ALTER TABLE actip.move ADD COLUMN IF NOT EXISTS fields text[];
ALTER TABLE actip.move ADD COLUMN IF NOT EXISTS spared text[] NOT NULL DEFAULT '{}';
-- The roles whose office makes the step; NULL where whoever has the verb may.
ALTER TABLE actip.move ADD COLUMN IF NOT EXISTS offices text[];

-- Arguments: slug, record code, initial state, name of the state column, states whose entry is open, columns that steps alone
-- write. The rest of an open entry is changed by whoever has the verb `change` here; anything else that changes it, its state first of
-- all, must be a move that the matrix grants to this person on this matter, and writes what belongs to it.
-- Triggers named before this one in the alphabet must leave such a step's row as it is; what they put into it would count as hers.
CREATE OR REPLACE FUNCTION actip.guard_move() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    was text := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ->> TG_ARGV[3] END;
    becomes text := to_jsonb(NEW) ->> TG_ARGV[3];
    written text[];
BEGIN
    IF NOT row_security_active(TG_RELID) OR actip.is_system() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF becomes = TG_ARGV[2] THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'a new record starts in state %', TG_ARGV[2] USING ERRCODE = '42501';
    END IF;
    written := ARRAY(SELECT n.key FROM jsonb_each(to_jsonb(NEW)) n WHERE n.value <> to_jsonb(OLD) -> n.key);
    IF was = becomes AND was = ANY (TG_ARGV[4]::text[]) AND NOT written && TG_ARGV[5]::text[]
            AND actip.reaches(NEW.matter_id, TG_ARGV[1], 'change') THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM actip.move v WHERE v.slug = TG_ARGV[0] AND v.source = was AND v.target = becomes
               AND (v.fields IS NULL OR written <@ v.fields) AND NOT written && v.spared
               AND (v.offices IS NULL OR actip.me_role() = ANY (v.offices))
               AND actip.reaches(NEW.matter_id, TG_ARGV[1], v.verb)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'no such step from % to %, or not with %', was, becomes, written USING ERRCODE = '42501';
END $$;

-- Assignments: given where actip.may_assign allows; answered by the receiving agency; ended by either side.
CREATE OR REPLACE FUNCTION actip.guard_assignment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE of_kind text;
BEGIN
    IF NOT row_security_active(TG_RELID) OR actip.is_system() THEN RETURN NEW; END IF;
    SELECT kind INTO of_kind FROM public.access_matter WHERE id = NEW.matter_id;
    IF TG_OP = 'INSERT' THEN
        IF NEW.agency_id = actip.me_agency()
                AND (coalesce(NEW.until, 'infinity') <= actip.reached_until(NEW.matter_id)) IS NOT TRUE THEN
            RAISE EXCEPTION 'nobody lengthens her own access' USING ERRCODE = '42501';
        END IF;
        IF NEW.from_agency_id IS DISTINCT FROM actip.me_agency() OR NEW.assigned_by_id IS DISTINCT FROM actip.me_user() THEN
            RAISE EXCEPTION 'access is given in one''s own name' USING ERRCODE = '42501';
        END IF;
        IF NOT NEW.is_lead AND NEW.state = (CASE NEW.basis WHEN 'referral' THEN 'offered' ELSE 'accepted' END) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'responsibility is offered and accepted, never taken' USING ERRCODE = '42501';
    END IF;
    IF (NEW.assigned_by_id, NEW.from_agency_id) IS DISTINCT FROM (OLD.assigned_by_id, OLD.from_agency_id) THEN
        RAISE EXCEPTION 'an assignment keeps who gave it' USING ERRCODE = '42501';
    END IF;
    -- What no step leaves stands as it ended; only the lead that it had passes to another.
    IF to_jsonb(NEW) - '{is_lead,version,updated_at}'::text[] <> to_jsonb(OLD) - '{is_lead,version,updated_at}'::text[]
            AND NOT EXISTS (SELECT FROM actip.move v WHERE v.slug = 'assignments' AND v.source = OLD.state) THEN
        RAISE EXCEPTION 'an assignment that was declined or has ended stays as it is' USING ERRCODE = '42501';
    END IF;
    IF (NEW.state, NEW.is_lead, NEW.until, NEW.starts_at) IS NOT DISTINCT FROM
            (OLD.state, OLD.is_lead, OLD.until, OLD.starts_at)
            AND (actip.me_agency() IN (NEW.agency_id, NEW.from_agency_id)
                 OR actip.reaches(NEW.matter_id, actip.root_code(of_kind), 'assign')) THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'offered' AND NEW.state IN ('accepted', 'declined')
            AND (NEW.until, NEW.starts_at, NEW.is_lead) IS NOT DISTINCT FROM (OLD.until, OLD.starts_at, OLD.is_lead)
            AND NEW.agency_id = actip.me_agency() AND (NEW.officer_id IS NULL OR NEW.officer_id = actip.me_user()) THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'accepted' AND NEW.state = 'ended' AND NEW.agency_id = actip.me_agency() THEN
        RETURN NEW;
    END IF;
    -- Whoever accepted a referral takes the lead over; it is given in no other way.
    IF NEW.is_lead <> OLD.is_lead THEN
        IF (NEW.state, NEW.until, NEW.starts_at) IS NOT DISTINCT FROM (OLD.state, OLD.until, OLD.starts_at)
                AND (CASE WHEN NEW.is_lead THEN NEW.basis = 'referral' AND NEW.state = 'accepted' AND NEW.agency_id = actip.me_agency()
                    ELSE EXISTS (SELECT FROM public.access_assignment r WHERE r.matter_id = NEW.matter_id
                                 AND r.basis = 'referral' AND r.state = 'accepted' AND r.agency_id = actip.me_agency()) END) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'responsibility is offered and accepted, never taken' USING ERRCODE = '42501';
    END IF;
    IF OLD.state IN ('offered', 'accepted') AND NEW.state IN (OLD.state, 'ended')
            AND NEW.starts_at >= OLD.starts_at AND coalesce(NEW.until, 'infinity') <= coalesce(OLD.until, 'infinity')
            AND actip.reaches(NEW.matter_id, actip.root_code(of_kind), 'assign') THEN
        RETURN NEW;  -- who may assign may also shorten or end
    END IF;
    IF OLD.state = 'offered' AND NEW.state = 'ended' AND NEW.from_agency_id = actip.me_agency() AND actip.leads(NEW.matter_id)
            AND (NEW.starts_at, NEW.until) IS NOT DISTINCT FROM (OLD.starts_at, OLD.until) THEN
        RETURN NEW;  -- who hands a case on may withdraw the offer
    END IF;
    RAISE EXCEPTION 'this assignment is not yours to change so' USING ERRCODE = '42501';
END $$;

CREATE OR REPLACE TRIGGER assignment_guard BEFORE INSERT OR UPDATE ON public.access_assignment
    FOR EACH ROW EXECUTE FUNCTION actip.guard_assignment();

-- A user's standing changes only by the hand of whoever the matrix lets write users, and never by her own; what she may do
-- (agency, role, clearance, the door to the administration) by nobody's alone: see 35_roles.sql, which writes it as the owner.
CREATE OR REPLACE FUNCTION actip.guard_user() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    is_own boolean := NEW.id IS NOT DISTINCT FROM actip.me_user();
    is_keeper boolean := actip.may('USR', 'change');
    alone text[] := ARRAY['id', 'username', 'is_active'];
    by_two text[] := ARRAY['agency_id', 'role', 'is_child_cleared', 'is_staff', 'is_superuser', 'is_client'];
    others text[] := ARRAY['password', 'name_th', 'name_en', 'first_name', 'last_name', 'email', 'sex'];
    changed text[];
BEGIN
    IF current_user <> 'actip_app' OR actip.is_system() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF is_keeper AND NEW.agency_id IS NULL AND NEW.role = ''
            AND NOT (NEW.is_child_cleared OR NEW.is_staff OR NEW.is_superuser OR NEW.is_client) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'only an administrator adds a user, and a second one confirms what she may do' USING ERRCODE = '42501';
    END IF;
    SELECT coalesce(array_agg(n.key), '{}') INTO changed FROM jsonb_each(to_jsonb(NEW)) n
    WHERE n.value IS DISTINCT FROM to_jsonb(OLD) -> n.key;
    IF changed && (alone || by_two) AND (is_own OR NOT is_keeper) THEN
        RAISE EXCEPTION 'only an administrator changes what a user may do, and never her own' USING ERRCODE = '42501';
    END IF;
    IF changed && by_two THEN
        RAISE EXCEPTION 'what a user may do changes when a second administrator has confirmed it' USING ERRCODE = '42501';
    END IF;
    IF changed && others AND NOT is_own AND NOT is_keeper THEN
        RAISE EXCEPTION 'only an administrator changes another user' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER user_guard BEFORE INSERT OR UPDATE ON public.accounts_user
    FOR EACH ROW EXECUTE FUNCTION actip.guard_user();

-- Agencies decide what may be given to them, and clients act for users: both are written where users are.
CREATE OR REPLACE FUNCTION actip.guard_keeping() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF current_user = 'actip_app' AND NOT actip.is_system() AND NOT actip.may('USR', 'change') THEN
        RAISE EXCEPTION 'only an administrator changes agencies and clients' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER agency_guard BEFORE INSERT OR UPDATE ON public.accounts_agency
    FOR EACH ROW EXECUTE FUNCTION actip.guard_keeping();
CREATE OR REPLACE TRIGGER client_guard BEFORE INSERT OR UPDATE ON public.accounts_apiclient
    FOR EACH ROW EXECUTE FUNCTION actip.guard_keeping();

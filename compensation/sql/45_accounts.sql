-- Where the money goes is said by one person and paid by another: the account of a payee keeps who wrote it last, and she neither
-- pays to it nor takes it to the bank.

-- An account stays with what it was recorded for, and is of the same person (guard_row says so of a Fund payment). Who wrote it,
-- and when, is for the database to say: taking it out of use is no writing, putting it in use again is.
CREATE OR REPLACE FUNCTION actip.guard_account() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.payment_id, NEW.application_id) IS DISTINCT FROM (OLD.payment_id, OLD.application_id)
        OR TG_OP = 'INSERT' AND NEW.application_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM public.compensation_stateapplication a WHERE a.id = NEW.application_id AND a.matter_id = NEW.matter_id) THEN
        RAISE EXCEPTION 'an account is of the person to whom it pays' USING ERRCODE = '42501';
    END IF;
    IF NOT row_security_active(TG_RELID) OR actip.is_system() THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.bank, NEW.account_number, NEW.account_name) IS NOT DISTINCT FROM (OLD.bank, OLD.account_number, OLD.account_name)
                AND (OLD.is_active OR NOT NEW.is_active) THEN
            NEW.entered_by_id := OLD.entered_by_id;
            NEW.entered_at := OLD.entered_at;
            RETURN NEW;
        END IF;
        -- Else a colleague who corrects a name would answer for a number that she never saw, and its writer could pay to it.
        IF OLD.entered_by_id <> actip.me_user() AND NEW.account_number IS NOT DISTINCT FROM OLD.account_number THEN
            RAISE EXCEPTION 'whoever changes another''s account types its number anew'
                USING ERRCODE = '23514', CONSTRAINT = 'account_number_anew';
        END IF;
    END IF;
    NEW.entered_by_id := actip.me_user();
    NEW.entered_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER account_guard BEFORE INSERT OR UPDATE ON public.compensation_bankaccount
    FOR EACH ROW EXECUTE FUNCTION actip.guard_account();

-- Who wrote the account of a payee last: the one in use, and where none is, the newest (taken out of use to pay, it would be put
-- back afterwards). NULL where nobody is known.
CREATE OR REPLACE FUNCTION actip_private.account_writer(of_matter uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT a.entered_by_id FROM public.compensation_bankaccount a WHERE a.matter_id = of_matter
    ORDER BY a.is_active DESC, a.entered_at DESC NULLS LAST, a.id LIMIT 1
$$;

-- The matters within reach in which whoever acts wrote the account in use: what is paid there does not wait for her. As actip.paid_<table>
-- (decision 0030) a view of the deploying role, ids alone: who acts is asked once a query, not once for each of ten thousand payments.
CREATE OR REPLACE VIEW actip.accounts_i_wrote WITH (security_barrier) AS
SELECT a.matter_id FROM public.compensation_bankaccount a
WHERE a.is_active AND a.entered_by_id = (SELECT actip.me_user())
  AND (SELECT m.reach && (SELECT actip.keys('BNK', 'read')) FROM public.access_matter m WHERE m.id = a.matter_id);

-- One by one or in a run: the writer of the account does not pay to it.
CREATE OR REPLACE FUNCTION actip.guard_payer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT actip.is_system()
            AND actip_private.hands(actip_private.account_writer(NEW.matter_id)) && actip_private.hands(actip.me_user()) THEN
        RAISE EXCEPTION 'whoever wrote the account does not pay to it'
            USING ERRCODE = '23514', CONSTRAINT = 'account_entered_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER payer_guard BEFORE UPDATE OF status ON public.compensation_fundpayment
    FOR EACH ROW WHEN (NEW.status = 'paid' AND OLD.status <> 'paid') EXECUTE FUNCTION actip.guard_payer();
CREATE OR REPLACE TRIGGER payer_guard BEFORE UPDATE OF status ON public.compensation_stateapplication
    FOR EACH ROW WHEN (NEW.status = 'paid' AND OLD.status <> 'paid') EXECUTE FUNCTION actip.guard_payer();

-- The same once more when the file is taken, since an account may have changed after the run was paid: neither whoever takes the
-- file nor whoever paid the run wrote an account of what the bank is still to be asked for.
CREATE OR REPLACE FUNCTION actip.guard_file() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT actip.is_system() AND EXISTS (
            SELECT FROM public.compensation_runitem i
            LEFT JOIN public.compensation_fundpayment f ON f.id = i.payment_id
            LEFT JOIN public.compensation_stateapplication s ON s.id = i.application_id
            WHERE i.run_id = NEW.id AND i.outcome = '' AND coalesce(f.status, s.status) = 'paid'
              AND actip_private.hands(actip_private.account_writer(coalesce(f.matter_id, s.matter_id)))
                  && (actip_private.hands(actip.me_user()) || actip_private.hands(NEW.made_by_id))) THEN
        RAISE EXCEPTION 'whoever wrote an account neither pays nor sends it' USING ERRCODE = '23514', CONSTRAINT = 'file_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER run_file_guard BEFORE UPDATE ON public.compensation_paymentrun
    FOR EACH ROW EXECUTE FUNCTION actip.guard_file();

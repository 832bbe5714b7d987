-- The makers of one sale have a row each. Whose sale it is (the agency of whoever enters it) is said by the database; rows of
-- one number say the same of the sale, are no more than its makers, and share no more than its price.
CREATE OR REPLACE FUNCTION actip.sale_of_agency() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT actip.is_system() THEN
        NEW.seller_id := CASE WHEN TG_OP = 'UPDATE' THEN OLD.seller_id ELSE actip.me_agency() END;
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER sale_of_agency BEFORE INSERT OR UPDATE ON public.victims_productsale
    FOR EACH ROW EXECUTE FUNCTION actip.sale_of_agency();

CREATE OR REPLACE FUNCTION actip.sale_is_shared() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE all_of_it record;
BEGIN
    -- Two makers entered at once: the second waits, then counts both.
    PERFORM pg_advisory_xact_lock(hashtextextended('sale ' || NEW.seller_id || ' ' || NEW.sale_number, 0));
    SELECT count(*) AS makers, sum(s.share) AS shared,
           bool_and((s.sold_on, s.product, s.channel, s.pieces, s.price, s.makers)
                    = (NEW.sold_on, NEW.product, NEW.channel, NEW.pieces, NEW.price, NEW.makers)) AS agree
    INTO all_of_it FROM public.victims_productsale s
    WHERE s.seller_id = NEW.seller_id AND s.sale_number = NEW.sale_number;
    IF NOT all_of_it.agree THEN
        RAISE EXCEPTION 'this number stands for another sale' USING ERRCODE = '23514', CONSTRAINT = 'sale_rows_agree';
    END IF;
    IF all_of_it.makers > NEW.makers THEN
        RAISE EXCEPTION 'all makers are entered already' USING ERRCODE = '23514', CONSTRAINT = 'sale_makers_counted';
    END IF;
    IF all_of_it.shared > NEW.price THEN
        RAISE EXCEPTION 'more is shared than it was sold for' USING ERRCODE = '23514', CONSTRAINT = 'sale_shares_within_price';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER sale_is_shared AFTER INSERT OR UPDATE ON public.victims_productsale
    FOR EACH ROW WHEN (NEW.sale_number <> '' AND NEW.seller_id IS NOT NULL) EXECUTE FUNCTION actip.sale_is_shared();

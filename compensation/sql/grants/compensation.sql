-- Asked by the guard of payments and by the step `pay`.
GRANT EXECUTE ON FUNCTION actip.residence_on TO actip_app;

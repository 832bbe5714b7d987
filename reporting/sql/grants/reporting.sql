-- Cells are read through their policy; everything else here only through functions.
GRANT SELECT ON public.reporting_cell TO actip_app, actip_report;
GRANT EXECUTE ON FUNCTION actip.corrections, actip.changed_matters, actip.is_told TO actip_app, actip_report;
GRANT EXECUTE ON FUNCTION actip.refresh_cells TO actip_app;
-- Counts alone; it applies the access test itself.
GRANT EXECUTE ON FUNCTION actip.funnel TO actip_app, actip_report;

-- Asked by the page of a person; applies the access test itself.
GRANT EXECUTE ON FUNCTION actip.case_milestones TO actip_app;
-- Asking whether a person is known: yes or no. Rules of teams are closed, never deleted.
GRANT EXECUTE ON FUNCTION actip.known_elsewhere TO actip_app;
REVOKE DELETE ON public.victims_teamrule FROM actip_app;
-- Counts of beds that pages ask for; each function applies the access test itself.
GRANT EXECUTE ON FUNCTION actip.free_beds, actip.occupancy, actip.bed_calendar TO actip_app;
-- Openings in an emergency: added and reviewed, never deleted; the policies of what is behind the glass ask glass_open.
GRANT SELECT, INSERT, UPDATE ON public.victims_brokenglass TO actip_app;
GRANT EXECUTE ON FUNCTION actip.glass_open TO actip_app, actip_report;
GRANT EXECUTE ON FUNCTION actip.has_overseer, actip.three_working_days TO actip_app;
-- Asked by the policy of children's files: is whoever acts cleared for them?
GRANT EXECUTE ON FUNCTION actip.is_child_cleared TO actip_app, actip_report;

-- Whoever is signed out is told nothing more: streams that were allowed by the session end with it, on
-- every replica, whichever way it went.
CREATE FUNCTION "announce_session_end"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('inkling_access', OLD."user_id"::text);
    RETURN NULL;
END
$$;

CREATE TRIGGER "session_end" AFTER DELETE ON "session"
FOR EACH ROW EXECUTE FUNCTION "announce_session_end"();

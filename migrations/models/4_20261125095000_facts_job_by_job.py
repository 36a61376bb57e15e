from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
-- The same facts as before, so that none has to be derived anew, at a third of the cost an event.
-- What a job's history comes to, kept beside it: analytics over tens of thousands of jobs would otherwise read,
-- sort and group every event on each page view. The rules are those of docs/analytics.md. One job at a time, by its
-- key, so that the plans of the statements within are made once and kept.
CREATE FUNCTION refresh_job_facts(key INT) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
    event RECORD;
    facts job_facts;
    is_created BOOL;
    began TEXT;
    arrived_at TIMESTAMPTZ;
    stages TEXT[] := '{}';
    days FLOAT8[] := '{}';
    known_stages TEXT[];
    known_days FLOAT8[];
    known INT;
BEGIN
    SELECT deleted_at IS NULL AS is_live, user_id, status, source, company_key, ai_match_score
        INTO facts.is_live, facts.user_id, facts.status, facts.source, facts.company_key, facts.match_score
        FROM job WHERE job_id = key;
    facts.reached := 0;
    facts.is_answered_early := false;
    facts.is_via_interview := false;
    FOR event IN
        SELECT type, to_status, occurred_at FROM job_event WHERE job_id = key ORDER BY occurred_at, recorded_at, id
    LOOP
        IF facts.saved_at IS NULL OR (event.type = 'created' AND NOT is_created) THEN
            facts.saved_at := event.occurred_at;
            is_created := event.type = 'created';
        END IF;
        -- Two events to one stage in a row, as corrections leave them, are one stay.
        IF facts.stage IS DISTINCT FROM event.to_status THEN
            IF facts.stage IS NOT NULL THEN
                stages := stages || facts.stage::text;
                days := days || extract(epoch FROM event.occurred_at - arrived_at)::float8 / 86400;
            END IF;
            facts.stage := event.to_status;
            arrived_at := event.occurred_at;
        END IF;
        IF event.to_status IN ('applied', 'interviewing', 'offer_received', 'rejected') THEN
            IF began IS NULL THEN
                began := event.to_status;
                facts.applied_at := event.occurred_at;
                facts.reached := 1;
            END IF;
            IF event.to_status = 'applied' THEN
                facts.is_answered_early := began <> 'applied';
            ELSIF facts.answered_at IS NULL THEN
                facts.answered_at := event.occurred_at;
                IF began = 'applied' THEN
                    facts.response_days := extract(epoch FROM event.occurred_at - facts.applied_at)::float8 / 86400;
                END IF;
            END IF;
        END IF;
        -- The outcome is the first after the last step forward; an offer outlasts whatever came before or comes after.
        IF event.to_status = 'interviewing' AND facts.interviewing_at IS NULL THEN
            facts.interviewing_at := event.occurred_at;
            facts.reached := greatest(facts.reached, 2);
            IF facts.offer_at IS NULL THEN
                facts.is_via_interview := true;
                facts.outcome := NULL;
            END IF;
        ELSIF event.to_status = 'offer_received' AND facts.offer_at IS NULL THEN
            facts.offer_at := event.occurred_at;
            facts.reached := 3;
            facts.outcome := 'offer_received';
        ELSIF event.to_status = 'rejected' AND facts.rejected_at IS NULL THEN
            facts.rejected_at := event.occurred_at;
        END IF;
        IF event.to_status IN ('rejected', 'not_interested') AND began IS NOT NULL AND facts.outcome IS NULL THEN
            facts.outcome := event.to_status;
        END IF;
    END LOOP;
    IF facts.stage IS NULL THEN
        DELETE FROM job_facts WHERE job_id = key;
        DELETE FROM job_stay WHERE job_id = key;
        RETURN;
    END IF;
    INSERT INTO job_facts (
        job_id, user_id, is_live, status, source, company_key, match_score, stage, reached, saved_at, applied_at,
        answered_at, interviewing_at, offer_at, rejected_at, response_days, is_answered_early, is_via_interview, outcome
    ) VALUES (
        key, facts.user_id, facts.is_live, facts.status, facts.source, facts.company_key, facts.match_score,
        facts.stage, facts.reached, facts.saved_at, facts.applied_at, facts.answered_at, facts.interviewing_at,
        facts.offer_at, facts.rejected_at, facts.response_days, facts.is_answered_early, facts.is_via_interview,
        facts.outcome
    )
    ON CONFLICT (job_id) DO UPDATE SET
        is_live = excluded.is_live, status = excluded.status, source = excluded.source,
        company_key = excluded.company_key, match_score = excluded.match_score, stage = excluded.stage,
        reached = excluded.reached, saved_at = excluded.saved_at, applied_at = excluded.applied_at,
        answered_at = excluded.answered_at, interviewing_at = excluded.interviewing_at,
        offer_at = excluded.offer_at, rejected_at = excluded.rejected_at, response_days = excluded.response_days,
        is_answered_early = excluded.is_answered_early, is_via_interview = excluded.is_via_interview,
        outcome = excluded.outcome;

    IF NOT facts.is_live THEN
        stages := '{}';
        days := '{}';
    END IF;
    SELECT coalesce(array_agg(stage ORDER BY id), '{}'), coalesce(array_agg(job_stay.days ORDER BY id), '{}')
        INTO known_stages, known_days FROM job_stay WHERE job_id = key;
    known := cardinality(known_stages);
    -- A history mostly goes on where it ended; then what is known of it stays.
    IF known_stages <> stages[1:known] OR known_days <> days[1:known] THEN
        DELETE FROM job_stay WHERE job_id = key;
        known := 0;
    END IF;
    FOR nth IN known + 1 .. cardinality(stages) LOOP
        INSERT INTO job_stay (job_id, user_id, stage, days) VALUES (key, facts.user_id, stages[nth], days[nth]);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION job_facts_after_events() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_job_facts(job_id) FROM (SELECT DISTINCT job_id FROM added) AS changed;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION job_facts_after_correction() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_job_facts(NEW.job_id);
    IF OLD.job_id <> NEW.job_id THEN
        PERFORM refresh_job_facts(OLD.job_id);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION job_facts_after_job() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL) THEN
        PERFORM refresh_job_facts(NEW.job_id);
    ELSE
        UPDATE job_facts SET status = NEW.status, source = NEW.source, company_key = NEW.company_key,
            match_score = NEW.ai_match_score
        WHERE job_id = NEW.job_id;
    END IF;
    RETURN NULL;
END $$;

DROP FUNCTION refresh_job_facts(INT[]);
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
CREATE FUNCTION refresh_job_facts(keys INT[]) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
    WITH history AS (
        SELECT job_id, type, to_status, occurred_at,
            row_number() OVER (PARTITION BY job_id ORDER BY occurred_at, recorded_at, id) AS place
        FROM job_event WHERE job_id = ANY(keys)
    ), firsts AS (
        SELECT job_id, max(place) AS last,
            min(place) FILTER (WHERE to_status IN ('applied', 'interviewing', 'offer_received', 'rejected')) AS began,
            min(place) FILTER (WHERE to_status IN ('interviewing', 'offer_received', 'rejected')) AS answer,
            min(place) FILTER (WHERE to_status = 'applied') AS applied,
            min(place) FILTER (WHERE to_status = 'interviewing') AS interview,
            min(place) FILTER (WHERE to_status = 'offer_received') AS offer
        FROM history GROUP BY job_id
    ), facts AS (
        SELECT job_id,
            max(to_status) FILTER (WHERE place = last) AS stage,
            max(CASE WHEN offer > 0 THEN 3 WHEN interview > 0 THEN 2 WHEN began > 0 THEN 1 ELSE 0 END) AS reached,
            coalesce(min(occurred_at) FILTER (WHERE type = 'created'), min(occurred_at)) AS saved_at,
            min(occurred_at) FILTER (WHERE place = began) AS applied_at,
            min(occurred_at) FILTER (WHERE place = answer) AS answered_at,
            min(occurred_at) FILTER (WHERE place = interview) AS interviewing_at,
            min(occurred_at) FILTER (WHERE place = offer) AS offer_at,
            min(occurred_at) FILTER (WHERE to_status = 'rejected') AS rejected_at,
            bool_and(answer > began) AS is_timed,
            coalesce(bool_and(answer < applied), false) AS is_answered_early,
            coalesce(bool_and(interview < coalesce(offer, interview + 1)), false) AS is_via_interview,
            -- The first outcome after the last step forward; an offer outlasts whatever came before it.
            CASE WHEN max(offer) > 0 THEN 'offer_received' ELSE (
                array_agg(to_status ORDER BY place) FILTER (
                    WHERE to_status IN ('rejected', 'not_interested') AND place >= coalesce(interview, began)
                ))[1]
            END AS outcome
        FROM history JOIN firsts USING (job_id) GROUP BY job_id
    )
    INSERT INTO job_facts (
        job_id, user_id, is_live, status, source, company_key, match_score, stage, reached, saved_at, applied_at,
        answered_at, interviewing_at, offer_at, rejected_at, response_days, is_answered_early, is_via_interview, outcome
    )
    SELECT job.job_id, job.user_id, job.deleted_at IS NULL, job.status, job.source, job.company_key,
        job.ai_match_score, facts.stage, facts.reached, facts.saved_at, facts.applied_at, facts.answered_at,
        facts.interviewing_at, facts.offer_at, facts.rejected_at,
        CASE WHEN is_timed THEN extract(epoch FROM facts.answered_at - facts.applied_at)::float8 / 86400 END,
        facts.is_answered_early, facts.is_via_interview, facts.outcome
    FROM facts JOIN job USING (job_id)
    ON CONFLICT (job_id) DO UPDATE SET
        is_live = excluded.is_live, status = excluded.status, source = excluded.source,
        company_key = excluded.company_key, match_score = excluded.match_score, stage = excluded.stage,
        reached = excluded.reached, saved_at = excluded.saved_at, applied_at = excluded.applied_at,
        answered_at = excluded.answered_at, interviewing_at = excluded.interviewing_at,
        offer_at = excluded.offer_at, rejected_at = excluded.rejected_at, response_days = excluded.response_days,
        is_answered_early = excluded.is_answered_early, is_via_interview = excluded.is_via_interview,
        outcome = excluded.outcome;

    DELETE FROM job_stay WHERE job_id = ANY(keys);
    -- Two events to one stage in a row, as corrections leave them, are one stay.
    INSERT INTO job_stay (job_id, user_id, stage, days)
    SELECT job_id, user_id, to_status, extract(epoch FROM left_at - occurred_at)::float8 / 86400
    FROM (
        SELECT arrival.job_id, job.user_id, to_status, occurred_at, lead(occurred_at) OVER (
            PARTITION BY arrival.job_id ORDER BY occurred_at, recorded_at, arrival.id
        ) AS left_at
        FROM (
            SELECT job_id, id, to_status, occurred_at, recorded_at, lag(to_status) OVER (
                PARTITION BY job_id ORDER BY occurred_at, recorded_at, id
            ) AS before
            FROM job_event WHERE job_id = ANY(keys)
        ) AS arrival JOIN job USING (job_id)
        WHERE before IS DISTINCT FROM to_status AND job.deleted_at IS NULL
    ) AS stay
    WHERE left_at IS NOT NULL;
END $$;

CREATE OR REPLACE FUNCTION job_facts_after_events() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_job_facts(ARRAY(SELECT DISTINCT job_id FROM added));
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION job_facts_after_correction() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_job_facts(ARRAY[OLD.job_id, NEW.job_id]);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION job_facts_after_job() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL) THEN
        PERFORM refresh_job_facts(ARRAY[NEW.job_id]);
    ELSE
        UPDATE job_facts SET status = NEW.status, source = NEW.source, company_key = NEW.company_key,
            match_score = NEW.ai_match_score
        WHERE job_id = NEW.job_id;
    END IF;
    RETURN NULL;
END $$;

DROP FUNCTION refresh_job_facts(INT);
"""


MODELS_STATE = (
    "eJztXelz2ziW/1dQ+tLpLU3G8RVPsrVVssN01O0jJcvpybS6KJiEJIwpQENCVrS9+d/3AT"
    "zEW6IuUwy/OBGAB1K/BwHvxl+NMTeJ5bx+cIjdeIf+ajA8JvCfSHsTNfBksmiVDQI/Wmog"
    "Ngw+ZUINenSEjQ0BzQNsOQSaTOIYNp0Iypkc3CdjTK0+og6y+IzYyMAOeY/6U3iMfLL+RO"
    "aqV4wI8hsRZaHRTeRw6MZCfUImJw5iXCBBLAuJGUd4gm3xWr6PyQ14IcqG+3/0lNH/TIku"
    "+JDAfBLaP/6EZspM8o04/sfJkz6gxDIjyFNTTqDadTGfqLaHh/aHj2qk/FqPusGt6ZgtRk"
    "/mYsRZMHw6peZrSSP7hoQRGwtihtjCppblMdBvct8YGoQ9JcGrmosGkwzw1JLMbfz3YMoM"
    "yVOkniT/nP6P92qhYbp+e9fV77WurjcSa0G+QoxHXpPBmVxHlAkJ1F/f3XkXgKjWhnzA1a"
    "dW59XJ+c8KAu6Ioa06FVyN74oQC+ySKtAXKKvVkAT6aoTtdKADghjW8Kq7QdkHaAeQNsb4"
    "m24RNhQj+Hh8dpqD8ZdWR8EMoxTOHH7h7i//1us6dvsk3gt8/V9QEYjDNGuh7GEYgOwPWa"
    "C82Jf2DvPZ0Qoonx1lgiy70jGWW9c6OPt0W8G6RAt6+0hPsOPMuG3qI+yMikCdINzO7lGq"
    "hX18drbS/nGWs3+cxRFX2y0AyQbUHpOUI/GSc4tglrNZR6ljwD8C+a6QD1r2expe3t1dy5"
    "nHjvMfSzW0uzHEH24utc6rN4oRMIgK1dy+7cbXu4VZ+jLX2HSsMG/Da2FmkOSS92j3t9Ib"
    "A5v477Eq4I2PHU2DyYCyxz53tJv2w807NLHJmE7HPabddrXO5077HsYQJog9salD4kLlSr"
    "+OVTaj4+zN6DixGRk2kQDqWCRZ9AF6BB2T9J9FlDLGINMjfe3/5wA3phyou+0b7b7buvkc"
    "+Yl8aHU12XOsWuex1lfnMbYEk6Df291PSH5E/7q71eICaDCu+6+GfCc8FVxnfKZjM4yJ3+"
    "w3fZdKweApJLDKhkdsPM0wnCGJHn7Ms8Ymu8bH43gLZniomCTRlO/paX33xHFc5BMKod/V"
    "zNMJndCgpTrhNX0GPQpUSGohKqQGRmDxmIjbQSOobNgRyCbwc3VGSPAnwhD5NqHwManpbW"
    "PCWn8ruf4mZVgdVi9L2QTzJd8FVS2LrSaL0UkRjN3RFcT2dBVoT7ORPU0AW5/klT3Jw2yW"
    "Z40OW886jI7T1qwuNas9GWINRkcpazaXm81SoFyHySG6LbC4ZPbOKnFYSYrFRPkQyTbl+f"
    "IydYn4nlBmo+gmof3IbUKH7DcyT1iYYoDGvJOHCemidfFTtvEsUCnDCwq+O3xj4trrrlr3"
    "V60PWuP7y1gHOq7W3JVKcyPFRBDpb+bZCTz9WxfB0KXWgt/IRCA8EMRWavw07JXFyCEAqi"
    "lbpdpvw6choyA8Iaz8uoMUv/A2JtzAWmDSIXEK6bALisp5Is9XcUSeZ/shzz03ZI7bt5bP"
    "fpDTex3xbLt6Vi2d7Yy/noG5oIAWpapltHwZLWTE31BMC/kMDhPYpZJadGWVSVhrTWimoB"
    "b05QppeEKLCGj9yfTRogZA0UcDYJsDYlUT9V2ppY/4QAXYgVxlE4EmNpe+Gireh1tBDiPW"
    "QApczojPGOKwuhAGMUwG2z2BvJYS3bevp9aOoRLsWnkSXrAQisjUEaLKidVvzlcQq9/Ez/"
    "OFWC27oo6Ll9daSuUZ2pbesgC4aOjkRmGT5Qb3zdEqETQwKnv9HiViaByDy1kSCLdsG88z"
    "pMeAJAayRd2FfWAo5+kD2j+7f/xZOyt/RNWqRBaSWoH+UVzSNadrR9ZBGklqR9YBO7I+23"
    "xAFbAJ04jf1cyzjExCg5baRe4YQTafoQmxkZcz6TqZRthBDqYmcviYiBHg7ZoluLQvOND9"
    "TNRnj3spAa/bnXoDC0d59poX1b53Y9iQR+n/clZILQzTVC+jbvtq94yQJx02azvDtrE8+y"
    "U6wx5zYMacmXhe0FbXuLm7/dD6+g651D12/+B+dqbBbIXV9ZW09RxlPY0p1lwfcpySsNtm"
    "In3px6hinKBsFZW9bKt/KF/ib8dvTt+eXpycn17AEPWeQcvbHOzdLK+NMkyWyT1wEHU5/N"
    "mx1FOGzX3LMs9Gcsyv/DFNhpHNufLLv70By306MFK5VrzyCPCtyRCEjScybyKXLUr4gK/8"
    "TOz3qB8a65rWERxCKV6b7czbYz3W/y9VwKGJ+gZmnFEDW/rUtvrKg9N3CLaNEXywpbBj02"
    "diooHNxwtpCLk7h9NEj3PUB8ysOQy3YHp4rE2eqfTv+Q/vMU/M+slB8rxG/gCEhZpSZRcZ"
    "I8yGMpqICDkphmVCh/D1NpWyXNAKbIULguW7oLeUS/vz28YemCdlld9JV1LBNWQo5uMJZn"
    "O9qA8jTldBX8ZO0rN83FKrQHTJt4xdIUZWCbSX+DQiNjsf01c3rX/+HLHbXd/d/uIPD/Hg"
    "6vruMga93FkFFVahdR4hqgTse1jkCrCiSzxCVAmkX2KBh1+1APgppFUwQeybAw6f2gaRsm"
    "yRPSZKVQXc41U1Ti9WqqtxepFTWUN2xs7SsPJQ6DSNE1YB832vdal2AYbyNYsu+BTSKnBg"
    "P6ve3S2K7y/7NnFiNnWteYdYQ8wRWExTQo5WsysvqPcIuLTHgJ4niFkQdKloax3tvqt9eI"
    "cWs/RY6/Pn67ZsVL9X2aJGfmlrv7dvf/HGPlMyA0712N3Hj1pH72hXWvuLJOKDAbF1mxhE"
    "WnB6rKP9ql2pZ9jk38RQT5BvFX4640KPfY8Xr+CkNADJvzUXQ5h+j8tBGcqKroSPD9fXug"
    "xkgCnhBXTpkuqxz61O12uVNVO91qu7226nddV9h4AhyibprY9bb2UwyfObu64mOT7mAmhk"
    "Ha/r1u2VV8zLkoDByul+0jrv0OKNX5znFndPpyK7bJimgqfZTmrVOLq7MpI451YMjNDVtQ"
    "IL1Ap0sIXtuT6mKUs70yQdJaqdc9mw4m9rwOoS1bBmwmpMbZswo1DZ3BTS6m3KJytsySeZ"
    "G/JJQuh1MZsQm/KMjJwVZN/4JCWGvfHp7gEEjxHoRz2mQilUXMXvmvbbOyRjEnrsBqScTy"
    "rkQox67KvWgvFzgteSU7YfbQHyclpiRLblIyAoMVdKa/EQeFgsC8Un2GMOSigr8HFKLUGZ"
    "81o+7yUSA1MzUwATaeQvDGRAVIMZTvuWoRIpG8D9F9CwedbZGFBVfRe4/6Jdde86Kh7fs7"
    "JHw3RU1fHQ3DNChyM1r9fgAIqL7xQ1gFKQ3YQx0h0DxhQQ/JKEtfCXFP4AJZtghzP50AJH"
    "XJyu6mt8J7Z9qk+wLbOGZOxNEv1f7+9uM9GPUcYzjqgh0P+hFbftw+GDhCSfD3HIm9HgHD"
    "lBqo9lrbyvKGWd9VXmrK+wHX0NVqeQ1/wuM79dz0hxRofpag6XmcO+h2sNJsdIaz6Xmc/P"
    "xE4vu5Up+4co1hL619Jj3xyIyO9H5qe4g+gwE9Iw1f4wPdotpv84Pj45eXt8dHJ+cXb69u"
    "3ZxVEAbrIrD+XL9i8S6MhPJIl8XS/kh9ivphNzTTZHKWs2l5rNbgLbOmyOUtbCR5m5XJ4E"
    "/vIytS4WUqbE2b0VC/mVP2rPRL11Wqat29dckm6rk2DY0qTb1mRCmPk3zqw5epwKNOA26n"
    "NDhR/I3dRLbZXu134TzUbUGAV3l6MxniODw0gjpVjqVmeuC6KWYNNpopy6IRsEmu4/yHSN"
    "iIurjtZSob6e3tBjcAx2H+51AO32F9nhBk/rbkJ2SWKAZfq5vllMeGyKEnul6njw3LUAEt"
    "lmKyEyQal/rPVCyFsIoUO4sCU/Slqr06VWtORNQvZ6d8jFSGtGl5rRLDUVIT+asuSHeXlD"
    "TGR82rpHaEC8x4Qq3yBQ5AB9uJeJTZKyxwAV7fa+fXf7DsGCIky6LED6/QoH3A1IvXM42M"
    "blONh2WrPoALa0bbu1akNdbagrvaEutgFsAVGvpF1FAV3seSUzfH6Ew9H9XSUNn25fc5nh"
    "cxAMK1QpGUjRjIoRwmhEZeD0vIlmNhVw2Mmael5FPcet1Ide9f0bRYNH9ptIMujv8O2sua"
    "CG83ps/pxfQnlHz1RVCl0tXZYpdGPHVcHCRSEuz/IaCuV2axZK6ytM/5OD+Iy9R+SZ2HNV"
    "zxk9EgteG/rH7gWl2ER8KkAh7jF5namyNzugPbuVDkFvsP3LsLzvBl8gbPptymqHgYIhP1"
    "Kz/3OpSxZux9Rb+sM/28JbCwNbrV9IHd2iz2skkPtUe0wffxkwt5k9nmP3zEg1OghD5+qb"
    "w441r8Oo7bM3gLdf16cuv/liBp/1cuXqRLnlVRIE6AIFN+VhVbeM7e/JIKYbI5IisN2PsW"
    "XlRCUHZFUyip0cvz0PFqz8kLdW729a19dpZT2e13KmhOlqT0qpPSl14uIPwWXmzMh6HvAY"
    "ac3nMvO5TlD9sfhdJ6hWncN1guqPwmdnAt+O6CZOK7n00eI4U3+JUcYYPZCklWLuh7uHy2"
    "sNfe5oV20ZpxHlpuqMGkg7Wus6aY4OJBuCbSvFyrTMMJ2kr03Uq5uoAcBnivVA5CiOf4K8"
    "hn91+PlUGLzYTVIhkirE0e3CHJWIfikSXLAkrKPgNZBrBnWU4aa07YZ0bBqmcS/wvJEepa"
    "G6msuCNBx/VKEYDUm1uG+aAD/MpgwygBkdt12GMDAukJcK/D47nKKJYAo/qgTRJZdd7/zJ"
    "W05uyys5UbELGvdSbKIOidhTSETtD9qpP6iwJrWhAlU2fHesQb149NlLL99d3Bteh/buTA"
    "7cZ2hvl49B2AP5J0NwXPQvlR5FZOhSEbJLLMtBhkVVhKqS1pw5M5ANMpvliXVe3KsMbR2q"
    "q7hD4lv0Pu2IjLjdqesKB6WQRrKFvUOq8VYRybuWtOtMpPKcriUtGXSFJ2Jqkys+TS8bFO"
    "nPPV4NdyQgMV21fFDYToINRaiSS9S1M+9RX/3bl8efzBMZUNsR8qoamSry0L3Kt7usOV/K"
    "QfpHsMIVfePPTU7WH8W2srNEEpcHCVyl8zYjlNYnyHPZHu7Gk6qQtrpa8ggsshr94VUSOu"
    "rE5lqcOBRID1WcgG0Yd3ylJUWciPTnihPqAAjrP+uJE4HnRUVRI4ePiUpKfa+Ua/mQR+wQ"
    "KQ8Qa4AUjdOUAkGO6r6j58jk2+7InVp6jRxkceMJJoOx1FLzAADMwa4qrJ4ISwR2aphWep"
    "ZgQocjHzMHPRLpYUbyI4DqJdhSu8fcHNtXKgHYJIY7/O9HR0f/2DiLtjx7Yxl8r7UR4bCN"
    "CFuKQEg/0gqGIKx7oJXhd7Dl42yjI6ptkvGEC3k9LkgTaYdUbETuMUUXY/00yeUHVZ/PgI"
    "dKEcXMP0J+Aq1UhgbYaqfHpgn7giMjBeRZ8sjNOZqNuDpimKzpMCcCNFqTDokj+kgoazKM"
    "ogTmlNfVJ4+tvT01VYdWD5e9EqVahX5JFTpgxcqxaj5BBT3lF6t4yi+yPeUXCU95apJ1Nr"
    "hVSq6OBSGcna0ShXB2lh2GIPticQhq7ykC8IKighifn64A8flpJsKya7VqF5nbbmaxi4OW"
    "LrdmLRoRDNpWCqDZt4mGSDa6RrRs0ObgtpN7RKX8kqYrMWxn3LjtU8SD3+fe/fHVAfzSwz"
    "AAHPC+bN+2Ol/Tq11cpmB++bWrtWKYk28TCt1rZFhFKetM99JlWG2kDW9PgWsRmxqjRori"
    "5vU08xQ2vBizTE/LZuyWw21qjWZDjSbzQspsqTD7RsoqiIU7Eb3lj6oAwt7wCqL75mgVpR"
    "FGZaKr+uI1upjwLl5aVU4MkdRyYkE58UUPs+//D68x4ho="
)

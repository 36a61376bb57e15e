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
    "eJztXW132ri2/itafJnOXUxPmiZpTnLXXYtQt2UmIblAOqdnmGUUW4BPjMSxRShnbv/73Z"
    "JfsI1tsHmJ4/hLWiRt2TxbSPtdf9UmTCem/fbeJlbtAv1Vo3hC4D+h9jqq4el02SoaOH4w"
    "5UCsaWxGuRz0YHMLaxyah9i0CTTpxNYsY8oNRsXgAZlgwxwgw0YmmxMLadgml2gwg8eIJ6"
    "uPZCF7+ZggrxEZNDC6jmwG3ZjLT0hnxEaUccSJaSI+ZwhPscXfivfRmQYvZNDR4R89o8a/"
    "Z0TlbERgPgHtH39Cs0F18p3Y3sfpozo0iKmHkDd0MYFsV/liKtvu71sfP8mR4ms9qBozZx"
    "O6HD1d8DGj/vDZzNDfChrRNyKUWJgTPcAWOjNNl4Fek/PG0MCtGfFfVV826GSIZ6Zgbu2/"
    "hzOqCZ4i+STx5+R/3FcLDFPV9m1P7So9Va2trAXxChEeuU0ao2IdGZQLoP764cy7BES21s"
    "QDml8anTfvz36WEDCbjyzZKeGq/ZCEmGOHVIK+RFmuhlWgm2NsxQPtE0SwhlfdD8oeQHuA"
    "tDbB31WT0BEfw8fj05MUjL82OhJmGCVxZvALd375bbfr2OkTeC/x9X5BWSAO0uRC2cXQB9"
    "kbskR5uS8dHObTow1QPj1KBFl0xWMstq48OHt0O8G6QAt690hPsW3PmaWrY2yPs0C9Qrib"
    "3aNQC/v49HSj/eM0Zf84jSIut1sAkg4Na0JijsQrxkyCacpmHaaOAP8A5PtC3m857Gl4dX"
    "t7LWae2Pa/TdnQ6kUQv7+5Ujpv3klGwCCDy+ZWuxdd7yam8ctcobOJxLwFr4WpRlaXvEt7"
    "uJVeG1rEe49NAa996igKTAaUfXrXUW5a9zcXaGqRiTGb9KnS7imdu06rC2MI5cSaWoZNok"
    "LlRr+OTTaj4+TN6HhlM9IsIgBUMV9l0Ufo4caExP8swpQRBuku6VvvPy9wY0qBute6Ubq9"
    "xs1d6CfysdFTRM+xbF1EWt+cRdjiT4J+b/W+IPER/fO2rUQFUH9c75818U54xplK2VzFeh"
    "ATr9lr+iGUguFjQGAVDQ9Ye5xjOENWetgxSxq72jU5nkRbMMUjySSBpnhPV+vrEtt2kF9R"
    "CL2ueppOaAcGrdUJr40n0KNAhTRMZHChgRFYPDpilt8IKhu2ObII/FztMeLskVBEvk8N+L"
    "iq6e1iwkp/K7j+JmRYFVYvjdkE0yXfJVUli20mixnTLBg7o0uI7ckm0J4kI3uyAmx1kpf2"
    "JA+yWZw1Kmw9eRgdpa1YXWhWuzJEDkaHKSs2F5vNQqDMw+QA3Q5YXDB7Z5k4LCXFbKJ8gG"
    "SX8nxxmbpGfF9RZsPorkL7iVnEGNHfyGLFwhQBNOKdfJmQLluXP2ULz32VMrig4LvDNyaO"
    "va7Z6DYbH5Xaj+exDnQcrbknlOZajIkg1F9PsxO4+rfK/aFrrQW/kSlHeMiJJdX4WdAri5"
    "FNAFRdtAq134JPI2qA8ISw9OsOY/zCu5hwC2uBboyInUmHXVKUzhN5tokj8izZD3nmuiFT"
    "3L6VfPZKTu884tlu9axKOtsbf10Dc0YBLUxVyWjpMlrAiL+lmBbwGbxMYNdKauGVVSRhrT"
    "E1EgU1vy9VSMNTI4uANpjOHkxDAygGaAhss0GsqqOBI7UMEBvKADuQqyzC0dRiwldj8Mtg"
    "K8hhxBwKgcseszlFDFYXwiCGiWC7R5DXYqL7DvXUyjFUgF0rTcLzF0IWmTpEVDqx+t3ZBm"
    "L1u+h5vhSrRVfYcfH8WkuhPEO70luWAGcNndwqbLLY4L472iSCBkYlr9+jlRgaW2NilhWE"
    "G5aFFwnSo08SAdk0nIX9wlBO0weUf/T++LNyVr5G1apAFpJKgX4tLumK05Uj60UaSSpH1g"
    "t2ZN1ZbGhIYFdMI15XPc0yMg0MWmsXuaUEWWyOpsRCbs6k42QaYxvZ2NCRzSaEjwFvxyzB"
    "hH3Bhu4nIj+73IsJeN3t1FtYOIqz1zyr9r0fw4Y4Sv/DaCa1MEhTvoy63avdc0IeVdisrQ"
    "Tbxvrsl/AMB8yBmTCq40VGW13t5rb9sfHtAjnUfdq9dz7bM3+2zOr6Rtp6irIexxRzoY4Y"
    "jknYbVEev/QjVBFOGHQTlb1oq38kXuKX43cnH07O35+dnMMQ+Z5+y4cU7J0sr60yTNbJPX"
    "AQ9Rj82bPUU4TNfccyz1ZyzK/sIU6GEc2p8su/3AHrfTowUrpW3PII8K3JCISNR7KoI4ct"
    "UviAr/xErEs0CIx1TOsIDqEYr81u5u3TPh38lyzgUEcDDVNGDQ2b6swyB9KDM7AJtrQxfL"
    "CEsGMZT0RHQ4tNltIQcnYOu44eFmgAmJkLGG7C9PBYizwZwr/nPbxPXTHrJxuJ8xp5AxDm"
    "ckqZXaSNMR2JaCLCxaQYlokxgq+3rZTlgJZhK1wSrN8F3aVc2J/fLvbANCmr+E66ggquAU"
    "Mxm0wxXahZfRhRuhL6MvaSnuXhFlsFoke+J+wKEbJSoL3GpxGy2XmYvrlp/OPnkN3u+rb9"
    "2Rse4EHz+vYqAr3YWbnBzUzrPERUCtgPsMglYFmXeIioFEg/xwIPvmoG8GNIy2CCODQHbD"
    "azNCJk2Sx7TJiqDLhHq2qcnG9UV+PkPKWyhuiMnKVB5SHTaRolLAPmh17rQu0CDMVrZl3w"
    "MaRl4MBhVr2zW2TfXw5t4sR05ljzXmINMZtjPosJOdrMrrykPiDgwh4Deh4nekbQhaKtdJ"
    "RuT/l4gZaz9Gnj7u66JRrl71W0yJFfW8rvrfZnd+yTQebAqT69/fRJ6agdpam0vgoiNhwS"
    "S7WIRoQFp087yq9KUz7DIv8imnyCeKvg0ynjauR7PHsFJ6kBCP7lXAxB+gMuB2koy7oSPt"
    "1fX6sikAGmhBdQhUuqT+8anZ7bKmqmuq3N23av02j2LhAwRNok3fXRdlcGFTy/ue0pguMT"
    "xoFG1PG6brSbbjEvUwAGK6f3RelcoOUbPzvPTeacTll22SBNCU+zvdSqsVVnZazinFoxME"
    "RX1QrMUCvQxia2FurEiFnaiSbpMFHlnEuGFX/PAatDVMGaCKs2syxCtUxlc2NIy7cpv99g"
    "S36fuCG/XxF6HcymxDJYQkbOBrJvdJICw177cnsPgscY9KM+laEUMq7id0X57QKJmIQ+vQ"
    "Ep54sMueDjPv2mNGD8guBccsruoy1AXo5LjEi2fPgEBeZKYS0eHI+yZaF4BAfMQQlkBT7M"
    "DJMb1H4rnvcciYGxmSmAiTDyZwbSJ6rADKZ9i1CJmA2g+xU0bJZ0NvpUZd8Ful+VZu+2I+"
    "PxXSt7OExHVh0PzD0nxmgs53UbbEBx+Z3CBlADZDeujVVbgzEZBL9Vwkr4WxX+ACWLYJtR"
    "8dAMR1yUruxrfC+2fUOdYktkDYnYm1X0f+3ethPRj1BGM44MjaP/Qxtu2y+HDwKSdD5EIa"
    "+Hg3PEBLE+llx5X2HKKuuryFlfQTt6DlbHkFf8LjK/Hc9IdkYH6SoOF5nDnocrB5MjpBWf"
    "i8znJ2LFl91KlP0DFLmE/lx67LsXIvJ7kfkx7iBjlAhpkOpwmB7tF9O/Hx+/f//h+Oj92f"
    "npyYcPp+dHPrirXWkoX7U+C6BDP5FV5Kt6Ia9iv5pN9ZxsDlNWbC40m50EtjxsDlNWwkeR"
    "uVycBP7iMrUqFlKkxNmDFQv5lT0oT0S+dVymrdNXX5NuqxJ/2Nqk28Z0Sqj+C6PmAj3MOB"
    "oyCw2YJsMPxG7qprYK9+ugjuZjQxv7d5ejCV4gjcFILaZY6k5nrgqiFmDTqaOUuiFbBJoe"
    "Psg0R8RFs6M0ZKivqzf0KRyDvfuuCqC1P4sOJ3hadRKyCxIDLNLP1e1iwiNTFNgrVcWDp6"
    "4FkMi2WwmhCQr9Y60WQtpCCBzCmS35YdJKnS60oiVuErLy3SEXIa0YXWhG09hUhPRoyoIf"
    "5sUNMRHxaXmPUJ/4gAlVnkEgywF63xWJTYKyTwEVpd1t3bYvECwoQoXLAqTfb3DA3YDUu4"
    "CDbVKMg22vNYtewJa2a7dWZairDHWFN9RFNoAdIOqWtCspoMs9r2CGz09wODq/q1XDp9NX"
    "X2f4HPrDMlVKBlI0N/gYYTQ2ROD0oo7mlsHhsBM19dyKerZTqQ+9GXg3ivqPHNSRYNDf4N"
    "uZC25o9tuJ/nN6CeU9PVNWKXS0dFGm0IkdlwULl4W4XMtrIJTbqVkorK8w/U82YnN6icgT"
    "sRaynjN6ICa8NvRPnAtKsY7YjINC3KfiOlNpb7ZBe3YqHYLeYHmXYbnfDb5A0PRbF9UOfQ"
    "VDfDT0wc+FLlm4G1Nv4Q//ZAtvJQzstH6hYaum8ZQjgdyjOmD6+POAucvs8RS7Z0Kq0Ysw"
    "dG6+OexZ83oZtX0OBvDu6/pU5TefzeCTL1euSpRbXyWBgy6QcVMelXXL2P2eDGK6NiYxAl"
    "t3gk0zJSrZJyuTUez98Yczf8GKD2lrtXvTuL6OK+vxlMuZEqSrPCmF9qRUiYuvgsvUnpN8"
    "HvAIacXnIvO5SlB9XfyuElTLzuEqQfW18Nmewrcjqo7jSi59MhlO1F8ilBFGDwVpqZj78f"
    "b+6lpBdx2l2RJxGmFuys6wgbSjNK5XzdG+ZEOwZcZYmdYZplfpKxP15iZqAPDJwKovcmTH"
    "f4W8gn9z+NmMayzbTVIBkjLE0e3DHLUS/ZIluGBNWEfGayBzBnUU4aa03YZ0bBum0eV4UY"
    "uP0pBd9XVBGrY3KlOMhqBa3jdNgB96XQQZwIy20y5CGCjjyE0FvkwOp6gjmMKLKkHGmsuu"
    "9/7kHSe3pZWcKNkFjQcpNlGFRBwoJKLyB+3VH5RZk9pSgSoavnvWoJ49+uy5l+8+7g2vQn"
    "v3JgceMrS3xyYg7IH8kyA4LvvXSo88NHStCNkjpmkjzTRkhKqU1uwF1ZAFMpvpinVu3KsI"
    "bR3Jq7gD4lv4Pu2QjLjbqasKB4WQRpKFvZdU460kknclaVeZSMU5XYtbMugOuO18w7jD1e"
    "tde7ROAwPXHqwDmUginmbLU84lRrDFi5QQceg9MPhylyL1hMKRxwfiFLQxNbhhEx196d1c"
    "i7yUMdEe7dlkgLpfGr8cn54J04qYgZPvMVWFDvfYKhGloIkoGUOgtwl9LpiJ/tCRzxlvR9"
    "7mRuSiHQqHuRJ5arEnQr1TNYxz8lUVYaqtrqkoGuwpIO/lngr3jMiynwRISrHSD72peCdv"
    "lp0lSFMK0MPby9nJBpvL2Uni1iK6ovdrEZonUH1JVsWpFzo+SuQn5i646BMfsAqNl7aapQ"
    "rNdeurcoEEZZ/6ZRbd+op9+hmgvZBmtT69bzeVTq/Ral+gGXxji2Pnzt/n97rIrStfgfoQ"
    "ZfV7LPTvsTJQVQaqUhmoquir4kVfdWa0FmPjE831NOOe5Q5Yb9QD2GcEvo00msnSLpRbC6"
    "+yi+y9RIMpvJ4cMZfRT64PDNniD2fogcgSMXU4irlhwjRojmNirPb9sMqjVoBNvZ5myIPv"
    "l1eE9WiLrA3Wus1O4w5kVGjEU5BSr24bHZBgpYFaSLRK8zchz4KYVwxZdbvy0M9RMqUmdw"
    "k947qv/e+9ci90CYe6Tzv37bYsAA07JZW1n7v3zaaifJR13WeaRoguxn1qtK5F0xAbpvjc"
    "bIDecS2bNIGJaRalxvPUYuKXmC3gK0h0yKCvo7f7upRszzFf2H6MK7CQcsuwR1BZbbew2k"
    "5j40STTbbTbcJEX7kPCNgg3j/DGl9SVDdo51/jxLKYBajqmSKiw1RlWO/hg/Jkk4PyJPmg"
    "PFk5KB3EJnDqZdxUVgjLgPahdxdPBVwFPi2oLkhVosJa1dWpRWFImSzToJZZ+dgcpqzqJR"
    "SZy0ODGvY4F5sjpBWfi8znys9U+Zme2+FR0EDoJp7ymUWabBZ/f2qov57mL9GckYDEbNN7"
    "VIMJ41iThLLK/oRRPr5EA/mv7+gYGpbNkY6ls+O+10xPQM85X4z/4w9/hUv62p/bOEReS5"
    "L53gKZHR7EntbxwPoEaWf0y914Yq20cOiu5gJlWY3e8DJlX1U3PFXixEuB9KWKE7AN446X"
    "vRkjToT6U8UJeQAEE0HziRN+CRpZThrZbELk7TyXMlxCPOQB20TIA8QcIklj14VAkJLDvK"
    "fniFuIemNnalE+x0YmE7GMbpCGmAcAoDZ2IhjkE2GJiPwsg4sSOzChzZCHmY0eiCi1hcRH"
    "ANUNETGsPnUuG3ojb0LSieYM/9vR0dHft75OqDh7YxHCoHYc+1FlUx/Y8rtyTOULBow/0j"
    "JGA+Y90IrwO9jxcbbVEdXSyWTKOKHaAqSJuEMqMiL1mDKWY737YjaIGGRz4KFURDH1jpCf"
    "QCsVNdIsudNjXRdBJSLBVpwlD0xfoPmYySOGisvtFoSDRqsbI2LzAeKyrAaMMgjMOcVWXB"
    "bwoZ4aq0PLh4tegVKlQj+nCu2zYlMHuU9Q5MDBnM7x802c4+fJzvHzFed4bKp1MrhlumUq"
    "EqB3erpJhN7paXKInuiLFGSTe08WgJcUJcR4D1mQCfGsidtuYgjri5Yud2YtGhMM2lYMoM"
    "nBYAGSKuRxi3AwIb/E6UoUW4t45D2KaBXwBSd2uQC/cjH0AQe8r1rtRudbfGjSVQzmV996"
    "SiMaGvZ9akB3Dpd6mLIKkCmcS30rbXh3ClyDWIY2rsUobm5PPU1hw8sx6/S0ZMbuOEuq0m"
    "i21Gie4LSMtYslS4UBkhKKhXsRvcWPKgPC7vASovvuaBOlEUYloiv7NqyqkywnJlfVqeTE"
    "dXLisx5mP/4fbtNJqA=="
)

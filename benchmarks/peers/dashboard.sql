-- What the dashboard shows of account $1, its weeks from Monday $2 to Sunday $3, in one pass over the digest,
-- whose columns are those that its index holds.
WITH facts AS MATERIALIZED (SELECT status, reached, answered_at, saved_at, applied_at, interviewing_at, offer_at,
    rejected_at FROM job_facts WHERE user_id = $1 AND is_live)
SELECT (SELECT json_object_agg(status, jobs) FROM (SELECT status, count(*) AS jobs FROM facts GROUP BY 1) AS each)
        AS by_status,
    (SELECT count(*) FROM facts WHERE reached > 0) AS total,
    (SELECT count(answered_at)::float8 / nullif(count(*), 0) FROM facts WHERE reached > 0) AS response_rate,
    (SELECT json_agg(week ORDER BY start) FROM (
        SELECT date_trunc('week', moment)::date AS start, count(*) FILTER (WHERE series = 1) AS saved,
            count(*) FILTER (WHERE series = 2) AS applied, count(*) FILTER (WHERE series = 3) AS responded,
            count(*) FILTER (WHERE series = 4) AS interviewing, count(*) FILTER (WHERE series = 5) AS offers,
            count(*) FILTER (WHERE series = 6) AS rejected
        FROM facts CROSS JOIN LATERAL (VALUES (1, saved_at), (2, applied_at), (3, answered_at), (4, interviewing_at),
            (5, offer_at), (6, rejected_at)) AS arrival (series, moment)
        WHERE moment >= $2::date AND moment < $3::date + 1 GROUP BY 1
    ) AS week) AS weeks

-- Saves a job of account $1 with its first event, as our server does; $2 and $3 are their ids. Answers the job.
WITH sent AS (
    SELECT $4::text AS company_name, $5::text AS job_title, $6::text AS job_description, $7::text AS source_url,
        $8::text AS location, $9::text[] AS tags
), made AS (
    INSERT INTO job (id, user_id, company_name, company_key, job_title, title_key, job_description, source_url,
        canonical_url, source, status, job_type, location, is_remote, tags, tag_keys, search, version, created_at,
        updated_at)
    SELECT $2, $1, company_name, lower(company_name), job_title, lower(job_title), job_description, source_url,
        source_url, 'manual', 'interested', 'other', location, false, tags, lower(tags::text)::text[],
        strip(to_tsvector('simple', concat_ws(' ', company_name, job_title, job_description, location,
            array_to_string(tags, ' ')))), 1, now(), now()
    FROM sent
    RETURNING *
), event AS (
    INSERT INTO job_event (id, user_id, job_id, type, to_status, occurred_at, recorded_at, actor)
    SELECT $3, $1, job_id, 'created', status, created_at, created_at, 'user' FROM made
)
SELECT id::text, company_name, job_title, status, location, created_at FROM made

-- The rows of documents :first to :last, of :size. Keys are counted out of the document's own, so
-- that a batch needs to look nothing up. Constraints between tables are off while this runs
-- (benchmarks/province.py), therefore what is frozen at issue can be written before the document.

CREATE TEMP TABLE planned ON COMMIT DROP AS
WITH counted AS (
    SELECT n, (CASE WHEN n % 12 = 0 THEN 1 ELSE 1 + n * 7919 % 126 END)::int AS agency,
        (n / 126 % 5)::int AS unit, (n % 5)::int AS place, (n % 3)::int AS leader,
        :began::timestamptz + (n - 1) * ((:today::timestamptz - :began::timestamptz) / :size) AS at,
        n > :size - :live AS is_live, n > :size - :live - :fresh AS is_fresh,
        n > :size - :live - 2 * :fresh AS is_open
    FROM generate_series(:first::bigint, :last::bigint) AS n
), placed AS (
    SELECT *, (agency - 1) * 5 + unit + 1 AS department,
        (agency - 1) * 41 + 9 + unit * 7 + place AS drafter, (agency - 1) * 41 + 7 + unit * 7 AS head,
        (agency - 1) * 41 + leader + 1 AS signer, (agency - 1) * 41 + 4 AS clerk,
        (agency - 1) * 41 + 5 AS checker, 630 + (agency - 1) * 5 AS roles,
        (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day,
        chr(67) || 'Q' || chr(65 + (agency - 1) / 26) || chr(65 + (agency - 1) % 26) AS abbreviation
    FROM counted
)
SELECT placed.*, text.kind, text.content, text.subject || ' ' || name.name AS subject,
    text.grams || name.grams AS grams, extract(year FROM day)::int AS year,
    book.id AS book, book.last_number + row_number() OVER (
        PARTITION BY book.id, is_live ORDER BY n
    ) AS number
FROM placed
JOIN province_text AS text ON text.id = n * 31 % 400
JOIN province_name AS name ON name.id = n * 101 % 9000
JOIN documents_registerbook AS book
    ON book.agency_id = agency AND book.year = extract(year FROM day) AND book.series = text.kind;

CREATE TEMP TABLE sent ON COMMIT DROP AS
SELECT key, n, planned.agency AS sender, receiver, subject, kind, number, abbreviation, day, at, book.id AS book,
    is_fresh, is_open, book.last_number + row_number() OVER (
        PARTITION BY book.id, is_fresh ORDER BY key
    ) AS arrival
FROM planned
CROSS JOIN LATERAL (VALUES
    (2 * n - 1, 1 + (planned.agency + n / 126 % 60)::int % 126),
    (2 * n, 1 + (planned.agency + 61 + n / 126 % 60)::int % 126)
) AS way (key, receiver)
JOIN documents_incomingbook AS book ON book.agency_id = receiver AND book.year = planned.year
WHERE NOT is_live;

INSERT INTO documents_recipientline (id, document_id, position, text, purpose, kind)
SELECT key, n, key % 2, '- Cơ quan nhận;', '', 'AGENCY' FROM sent;

INSERT INTO documents_recipienttarget (id, line_id, agency_id, outside, dispatch_id)
SELECT key, key, receiver, '', key FROM sent;

INSERT INTO documents_filingline (id, document_id, text, unit, drafter_mark, copies)
SELECT n, n, 'Lưu: VT, NV.', 'VT', 'NV', 2 FROM planned WHERE NOT is_live;

INSERT INTO documents_document (id, public_id, verification_code, agency_id, department_id,
    drafter_id, kind, subject, urgency, circulation, status, begun_at)
SELECT n, gen_random_uuid(), lpad(upper(to_hex(n)), 8, '0'), agency, department, drafter, kind,
    subject, CASE WHEN n % 17 = 0 THEN 'KHAN' ELSE '' END, '',
    CASE WHEN NOT is_live THEN 'ISSUED' ELSE (ARRAY[
        'DRAFTING', 'INITIALLING', 'FORM_CHECK', 'AWAITING_SIGNATURE', 'AWAITING_NUMBER'
    ])[n % 5 + 1] END, at
FROM planned;

INSERT INTO documents_revision (id, document_id, n, author_id, at, content, signer_id, capacity, sha256)
SELECT n, n, 1, drafter, at,
    content || jsonb_build_object('subject', jsonb_build_array(jsonb_build_object('s', subject))),
    signer, CASE WHEN leader = 0 THEN '' ELSE 'KT' END, encode(sha256(n::text::bytea), 'hex')
FROM planned;

INSERT INTO documents_searchentry (id, document_id, agency_id, kind, year, dated_on, number,
    notation, signer_id, title, grams)
SELECT n, n, agency, kind, year, day, CASE WHEN NOT is_live THEN number END,
    CASE WHEN is_live THEN '' ELSE lower(kind || '-' || abbreviation) END, signer,
    CASE kind WHEN 'BC' THEN 'Báo cáo ' ELSE 'Kế hoạch ' END || subject,
    CASE WHEN is_live THEN grams ELSE grams || format(
        '%1$s %2$s %3$s %1$s~%2$s %2$s~%3$s ''t:%1$s'' ''t:%2$s'' ''t:%3$s'' ''t:%1$s~%2$s'' ''t:%2$s~%3$s''',
        number, lower(kind), lower(abbreviation)
    )::tsvector END
FROM planned;

INSERT INTO documents_storedobject (id, key, version_id, sha256, size)
SELECT 3 * n - 2 + k, 'renditions/' || n || '/' || k, 'v', encode(sha256((n * 3 + k)::text::bytea), 'hex'),
    90000 + k FROM planned CROSS JOIN generate_series(0, 2) AS k
WHERE NOT is_live OR k = 0;

INSERT INTO documents_rendition (id, revision_id, stage, object_id, extends_id, pages, places, engine, made_at)
SELECT 3 * n - 2 + k, n, (ARRAY['PREPARED', 'SIGNED', 'ISSUED'])[k + 1], 3 * n - 2 + k,
    CASE WHEN k > 0 THEN 3 * n - 3 + k END, 4, '{}', '{}', at
FROM planned CROSS JOIN generate_series(0, 2) AS k
WHERE NOT is_live OR (k = 0 AND n % 5 >= 3);

INSERT INTO documents_signature (id, rendition_id, field, official_id, agency_id, applied_by_id,
    capacity, post_id, title, certificate_sha256, signed_at, proved_at, level, debt)
SELECT 2 * n - 1, 3 * n - 1, 'KyLanhDao', signer, NULL::bigint, signer, '', signer, 'Lãnh đạo', repeat('0', 64), at, at, 'LTA', ''
FROM planned WHERE NOT is_live
UNION ALL
SELECT 2 * n, 3 * n, 'DauCoQuan', NULL, agency, clerk, '', NULL, '', repeat('0', 64), at, at, 'LTA', ''
FROM planned WHERE NOT is_live;

INSERT INTO documents_registerentry (id, book_id, document_id, number, notation, issued_on, state,
    registered_by_id, registered_at)
SELECT n, book, n, number, kind || '-' || abbreviation, day, 'ISSUED', clerk, at
FROM planned WHERE NOT is_live;

UPDATE documents_registerbook AS book SET last_number = used.number, last_issued_on = used.day
FROM (SELECT book, max(number) AS number, max(day) AS day FROM planned WHERE NOT is_live GROUP BY book) AS used
WHERE used.book = book.id;

INSERT INTO documents_dispatch (id, document_id, channel, agency_id, outside, state, attempts,
    tried_at, last_error, sent_at)
SELECT key, n, 'HERE', receiver, '', 'SENT', 1, at, '', at FROM sent;

INSERT INTO documents_receipt (id, dispatch_id, kind, number, reason, by_id, at)
SELECT 2 * key - 1, key, 'ARRIVED', NULL::int, '', NULL::bigint, at FROM sent
UNION ALL
SELECT 2 * key, key, 'RECEIVED', arrival, '', (receiver - 1) * 41 + 4, at FROM sent WHERE NOT is_fresh;

INSERT INTO documents_incomingentry (id, agency_id, document_id, dispatch_id, object_id, sender,
    code, dated_on, subject, verdict, arrived_at, state, book_id, number, reason, closed_by_id, closed_at)
SELECT key, receiver, n, key, 3 * n, 'Cơ quan ' || abbreviation || ' tỉnh Sơn Hà',
    number || '/' || kind || '-' || abbreviation, day, subject,
    '{"verdict": "valid", "problems": [], "signatures": []}', at,
    CASE WHEN is_fresh THEN 'ARRIVED' ELSE 'RECEIVED' END, CASE WHEN NOT is_fresh THEN book END,
    CASE WHEN NOT is_fresh THEN arrival END, '',
    CASE WHEN NOT is_fresh THEN (receiver - 1) * 41 + 4 END, CASE WHEN NOT is_fresh THEN at END
FROM sent;

UPDATE documents_incomingbook AS book SET last_number = used.number
FROM (SELECT book, max(arrival) AS number FROM sent WHERE NOT is_fresh GROUP BY book) AS used
WHERE used.book = book.id;

INSERT INTO documents_assignment (id, entry_id, department_id, leads, due_on, opinion, assigned_by_id,
    assigned_at, done_by_id, done_at, note, reason)
SELECT key, key, (receiver - 1) * 5 + n % 5 + 1, true, day + 10, '', (receiver - 1) * 41 + 1, at,
    CASE WHEN NOT is_open THEN (receiver - 1) * 41 + 7 + n % 5 * 7 END,
    CASE WHEN NOT is_open THEN at END, CASE WHEN NOT is_open THEN 'Đã xử lý.' ELSE '' END, ''
FROM sent WHERE NOT is_fresh AND NOT (is_open AND n % 4 = 0);

-- Groups: the unit's own, then of the agency LEADERS, CLERK, RECEIVE, ARCHIVE, CHECK_FORM.
INSERT INTO documents_documentgroupobjectpermission (id, content_object_id, group_id, permission_id)
SELECT 14 * (n - 1) + 1, n, department, :sight FROM planned
UNION ALL
SELECT 14 * (n - 1) + 1 + k, n, roles + k, :sight FROM planned CROSS JOIN generate_series(1, 5) AS k
WHERE NOT is_live OR (k = 5 AND n % 5 >= 2) OR (k = 2 AND n % 5 = 4)
UNION ALL
SELECT 14 * (n - 1) + 6 + 4 * (key % 2) + k, n, 630 + (receiver - 1) * 5 + k, :sight
FROM sent CROSS JOIN generate_series(1, 4) AS k;

INSERT INTO documents_documentuserobjectpermission (id, content_object_id, user_id, permission_id)
SELECT 2 * n - 1, n, drafter, :sight FROM planned
UNION ALL
SELECT 2 * n, n, signer, :sight FROM planned WHERE NOT is_live OR n % 5 >= 3;

INSERT INTO workflow_documentprocess (id, flow_class, status, created, finished, data, document_id)
SELECT n, :flow, CASE WHEN is_live THEN 'NEW' ELSE 'DONE' END, at,
    CASE WHEN NOT is_live THEN at END, jsonb_build_object('at', at), n
FROM planned;

INSERT INTO workflow_worktask (id, process_id, flow_task, flow_task_type, status, created, finished,
    token, data, role, due_at, outcome, opinion, as_what, acted_by_id, agency_id, department_id, owner_id)
SELECT 6 * (n - 1) + k, n, :flow || '.' || step, 'HUMAN',
    CASE WHEN done THEN 'DONE' WHEN by_name THEN 'ASSIGNED' ELSE 'NEW' END, at,
    CASE WHEN done THEN at END, 'start', '{}', role,
    CASE WHEN done THEN at ELSE :today::timestamptz + (n % 20 - 5) * interval '1 day' END,
    CASE WHEN done THEN outcome ELSE '' END, '', '', CASE WHEN done THEN actor END,
    CASE WHEN of_agency THEN agency END, CASE WHEN k = 2 THEN department END, CASE WHEN by_name THEN actor END
FROM planned CROSS JOIN LATERAL (VALUES
    (1, 'draft', 'submit_direct', '', drafter, true, false), (2, 'initial', 'initial', 'UNIT_HEADS', head, false, false),
    (3, 'form_check', 'pass', 'CHECK_FORM', checker, false, true), (4, 'sign', 'sign', '', signer, true, false),
    (5, 'register', 'seal', 'CLERK', clerk, false, true), (6, 'issue', 'issue', 'CLERK', clerk, false, true)
) AS task (k, step, outcome, role, actor, by_name, of_agency)
CROSS JOIN LATERAL (SELECT NOT is_live OR k <= n % 5 AS done) AS standing
WHERE NOT is_live OR k <= n % 5 + 1;

INSERT INTO documents_event (id, document_id, n, act, by_id, as_what, at, facts, previous_hash, hash)
SELECT 6 * (n - 1) + k, n, k, act, actor, '', at, facts::jsonb, repeat('0', 64), repeat('0', 64)
FROM planned CROSS JOIN LATERAL (VALUES
    (1, 'DRAFT_BEGUN', drafter, '{}'),
    (2, 'SUBMITTED', drafter, '{"revision": 1, "departments": []}'),
    (3, 'FORM_CHECK_AGREED', checker, '{"revision": 1}'), (4, 'SIGNED', signer, '{"revision": 1}'),
    (5, 'SEALED', clerk, '{"code": "1/BC"}'), (6, 'ISSUED', clerk, '{"recipients": ["", ""]}')
) AS said (k, act, actor, facts)
WHERE NOT is_live OR k <= n % 5 + 1;

INSERT INTO workflow_notice (id, official_id, document_id, sentence, topic, at)
SELECT n, drafter, n, 'Văn bản đã trình.', '', at FROM planned WHERE is_live;

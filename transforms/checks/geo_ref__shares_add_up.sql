-- The parts of an ad platform's place do not add up to the whole.
-- Severity: V2
-- Next: look at ad_place_matches: two cities of one name, or a place that was matched twice.
select
    platform,
    source_id,
    sum(share) as whole
from geo_ref
group by platform, source_id
having abs(sum(share) - 1) > 0.000001

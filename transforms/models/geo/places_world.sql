-- Which big cities of the rest of the world lie where?
-- Grain: one row per city.
-- Period: inhabitants of about 2020 to 2024, of the city proper, as weights only.
-- Window: none.
-- Source: own figures, rounded to 0.01° and a thousand inhabitants; names as ad platforms spell
--   them in English, without accents. Other spellings stand in place_names.
with

cities as (
    select
        ---------- ids
        listed.country_code,
        listed.region,
        listed.city,

        ---------- numerics
        cast(listed.latitude as double) as latitude,
        cast(listed.longitude as double) as longitude,
        cast(1000 * listed.thousands as bigint) as inhabitants
    from (
        values
        ('AE', 'Abu Dhabi', 'Abu Dhabi', 24.45, 54.38, 1510),
        ('AE', 'Dubai', 'Dubai', 25.20, 55.27, 3600),
        ('AR', 'Buenos Aires', 'Buenos Aires', -34.60, -58.38, 3120),
        ('AU', 'Australian Capital Territory', 'Canberra', -35.28, 149.13, 467),
        ('AU', 'New South Wales', 'Sydney', -33.87, 151.21, 5450),
        ('AU', 'New South Wales', 'Newcastle', -32.93, 151.78, 526),
        ('AU', 'Northern Territory', 'Darwin', -12.46, 130.84, 140),
        ('AU', 'Queensland', 'Brisbane', -27.47, 153.03, 2710),
        ('AU', 'Queensland', 'Gold Coast', -28.00, 153.43, 720),
        ('AU', 'South Australia', 'Adelaide', -34.93, 138.60, 1450),
        ('AU', 'Tasmania', 'Hobart', -42.88, 147.33, 254),
        ('AU', 'Victoria', 'Melbourne', -37.81, 144.96, 5210),
        ('AU', 'Western Australia', 'Perth', -31.95, 115.86, 2310),
        ('BR', 'Federal District', 'Brasilia', -15.79, -47.88, 2820),
        ('BR', 'Rio de Janeiro', 'Rio de Janeiro', -22.91, -43.17, 6210),
        ('BR', 'Sao Paulo', 'Sao Paulo', -23.55, -46.63, 11450),
        ('CA', 'Alberta', 'Calgary', 51.05, -114.07, 1310),
        ('CA', 'Alberta', 'Edmonton', 53.55, -113.49, 1010),
        ('CA', 'British Columbia', 'Vancouver', 49.28, -123.12, 662),
        ('CA', 'British Columbia', 'Victoria', 48.43, -123.37, 92),
        ('CA', 'Manitoba', 'Winnipeg', 49.90, -97.14, 750),
        ('CA', 'New Brunswick', 'Moncton', 46.09, -64.78, 79),
        ('CA', 'Newfoundland and Labrador', 'Saint John''s', 47.56, -52.71, 111),
        ('CA', 'Nova Scotia', 'Halifax', 44.65, -63.58, 439),
        ('CA', 'Ontario', 'Toronto', 43.65, -79.38, 2790),
        ('CA', 'Ontario', 'Ottawa', 45.42, -75.70, 1020),
        ('CA', 'Ontario', 'Hamilton', 43.26, -79.87, 569),
        ('CA', 'Prince Edward Island', 'Charlottetown', 46.24, -63.13, 39),
        ('CA', 'Quebec', 'Montreal', 45.50, -73.57, 1760),
        ('CA', 'Quebec', 'Quebec City', 46.81, -71.21, 549),
        ('CA', 'Saskatchewan', 'Saskatoon', 52.13, -106.67, 266),
        ('CA', 'Saskatchewan', 'Regina', 50.45, -104.62, 226),
        ('CL', 'Santiago Metropolitan Region', 'Santiago', -33.45, -70.67, 6200),
        ('CN', 'Beijing', 'Beijing', 39.90, 116.41, 21800),
        ('CN', 'Guangdong', 'Shenzhen', 22.54, 114.06, 17800),
        ('CN', 'Shanghai', 'Shanghai', 31.23, 121.47, 24900),
        ('CO', 'Bogota', 'Bogota', 4.71, -74.07, 7900),
        ('EG', 'Cairo Governorate', 'Cairo', 30.04, 31.24, 10200),
        ('HK', 'Hong Kong', 'Hong Kong', 22.32, 114.17, 7500),
        ('ID', 'Jakarta', 'Jakarta', -6.21, 106.85, 10700),
        ('IL', 'Tel Aviv District', 'Tel Aviv', 32.08, 34.78, 474),
        ('IN', 'Delhi', 'New Delhi', 28.61, 77.21, 16800),
        ('IN', 'Karnataka', 'Bengaluru', 12.97, 77.59, 8440),
        ('IN', 'Maharashtra', 'Mumbai', 19.08, 72.88, 12400),
        ('IN', 'Tamil Nadu', 'Chennai', 13.08, 80.27, 6750),
        ('JP', 'Aichi', 'Nagoya', 35.18, 136.91, 2330),
        ('JP', 'Fukuoka', 'Fukuoka', 33.59, 130.40, 1640),
        ('JP', 'Hokkaido', 'Sapporo', 43.06, 141.35, 1960),
        ('JP', 'Osaka', 'Osaka', 34.69, 135.50, 2760),
        ('JP', 'Tokyo', 'Tokyo', 35.68, 139.69, 14000),
        ('KE', 'Nairobi County', 'Nairobi', -1.29, 36.82, 4400),
        ('KR', 'Busan', 'Busan', 35.18, 129.08, 3290),
        ('KR', 'Seoul', 'Seoul', 37.57, 126.98, 9390),
        ('MX', 'Jalisco', 'Guadalajara', 20.67, -103.35, 1390),
        ('MX', 'Mexico City', 'Mexico City', 19.43, -99.13, 9210),
        ('MX', 'Nuevo Leon', 'Monterrey', 25.69, -100.32, 1140),
        ('MY', 'Kuala Lumpur', 'Kuala Lumpur', 3.14, 101.69, 1980),
        ('NG', 'Lagos', 'Lagos', 6.52, 3.38, 15400),
        ('NZ', 'Auckland', 'Auckland', -36.85, 174.76, 1480),
        ('NZ', 'Canterbury', 'Christchurch', -43.53, 172.64, 397),
        ('NZ', 'Wellington', 'Wellington', -41.29, 174.78, 212),
        ('PE', 'Lima Province', 'Lima', -12.05, -77.04, 10000),
        ('PH', 'Metro Manila', 'Manila', 14.60, 120.98, 1850),
        ('SA', 'Riyadh Province', 'Riyadh', 24.71, 46.68, 7000),
        ('SG', 'Singapore', 'Singapore', 1.35, 103.82, 5920),
        ('TH', 'Bangkok', 'Bangkok', 13.76, 100.50, 5500),
        ('TR', 'Ankara', 'Ankara', 39.93, 32.86, 5800),
        ('TR', 'Istanbul', 'Istanbul', 41.01, 28.98, 15700),
        ('TW', 'Taipei City', 'Taipei', 25.03, 121.57, 2500),
        ('VN', 'Ho Chi Minh City', 'Ho Chi Minh City', 10.78, 106.70, 9000),
        ('ZA', 'Gauteng', 'Johannesburg', -26.20, 28.05, 4800),
        ('ZA', 'Western Cape', 'Cape Town', -33.92, 18.42, 4770)
    ) as listed (country_code, region, city, latitude, longitude, thousands)
)

select * from cities

"""What every WeatherVane tap needs and no vendor is."""

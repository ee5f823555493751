"""Singer tap for Open-Meteo: observed, forecast and historical weather by grid cell."""

"""Singer tap for Meta Ads: structure, spend and results, restated days replaced."""

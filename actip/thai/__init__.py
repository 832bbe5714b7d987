"""Everything that is Thai: dates, names, national IDs, telephones, places, text. A leaf package: imports nothing of ours."""

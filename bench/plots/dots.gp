# A row for each server, and in it a dot for each figure, on a logarithmic axis. Columns: row, label, least, largest, figures.
load folder . '/style.gp'
set logscale x
set format x '%g'
plot data using 3:1:($4 - $3):(0):ytic(2) with vectors nohead linewidth 2 linecolor rgb '#cbd5e0', \
  for [i = 1 : series] data using 4 + i:1 with points pointtype 7 pointsize 1.9 linecolor rgb colours[i]

# A row for each server, and in it one bar of two parts. Columns: row, label, least, largest, figures.
array colours[2] = ['#e8590c', '#e3ab77']
load folder . '/style.gp'
set xrange [0 : *]
set format x '%g'
set style fill solid noborder
plot data using (0):1:(0):5:($1 - 0.3):($1 + 0.3):ytic(2) with boxxyerror linecolor rgb colours[1], \
  data using 5:1:5:($5 + ($6 > 0 ? $6 : 0)):($1 - 0.3):($1 + 0.3) with boxxyerror linecolor rgb colours[2]

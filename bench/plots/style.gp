# What all plots share. The caller sets, as texts: `output`, the file to write; `data`, the file to read; `heading`, `note`
# and `axis`; `heads`, `unit` and `texts`, the columns beside the plot, texts row by row. And as numbers: `rows`, how many
# servers there are; `series`, how many figures each has; `ours`, the row of Atelier or -1.
height = 160 + 46 * rows
set terminal pngcairo size 1000, height font 'DejaVu Sans,12' enhanced background rgb '#ffffff'
set output output
set encoding utf8
set datafile missing '?'

ink = '#243b53'
muted = '#7b8ea3'
if (!exists('colours')) array colours[3] = ['#f2a65a', '#e8590c', '#862e0c']

set border 0
set tics scale 0 textcolor rgb ink
set grid xtics linetype 1 linewidth 1 linecolor rgb '#e6ebf0'
unset key
set yrange [rows - 0.5 : -0.5]
set lmargin at screen 0.195
set rmargin at screen 0.70
set tmargin at screen 1 - 110.0 / height
set bmargin at screen 64.0 / height
if (ours >= 0) set object rectangle from screen 0, first ours - 0.5 to screen 1, first ours + 0.5 \
  behind fillcolor rgb '#fff4e6' fillstyle solid noborder

line(y) = 1 - y / height
set label heading at screen 0.02, screen line(32.0) font 'DejaVu Sans Bold,15' textcolor rgb ink
set label note at screen 0.98, screen line(32.0) right font ',11' textcolor rgb muted
set label axis at screen 0.02, screen line(height - 20.0) font ',11' textcolor rgb muted
set label unit at screen 0.98, screen line(70.0) right font ',11' textcolor rgb muted
place(i) = 0.98 - 0.088 * (series - i)
do for [i = 1 : series] {
  set label word(heads, i) at screen place(i), screen line(91.0) right font 'DejaVu Sans Bold,12' textcolor rgb colours[i]
  do for [row = 0 : rows - 1] {
    set label word(texts, row * series + i) at screen place(i), first row right textcolor rgb ink
  }
}

/** Three significant digits, with separators from a thousand on; a dash where there is nothing. */
export function figure(value) {
  if (value === undefined || value === null || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size >= 100) return value.toFixed(0);
  if (size === 0) return '0';
  return value.toFixed(Math.min(6, 2 - Math.floor(Math.log10(size))));
}

export function ratio(value) {
  return value === undefined || Number.isNaN(value) ? '–' : `${value >= 10 ? value.toFixed(0) : value.toFixed(2)} ×`;
}

export function percent(value) {
  return value === undefined ? '–' : `${Math.round(100 * value)} %`;
}

/** A duration as people say it, from seconds. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')} min`;
  return `${Math.floor(whole / 3600)}:${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} h`;
}

/** Lines of a table: the first column to the left, the others to the right. `rows` are lists of texts. */
export function table(header, rows) {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => [...(row[column] ?? '')].length)));
  const pad = (text, column) => {
    const space = ' '.repeat(widths[column] - [...text].length);
    return column === 0 ? text + space : space + text;
  };
  const line = (row) =>
    row
      .map((text, column) => pad(text ?? '', column))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '─'.repeat(width)).join('──'), ...rows.map(line)];
}

"""The picture of the demo: traffic by NIC over time, with the events and the lost packets marked."""

from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT, TOP, ROW, GAP = 1100, 150, 20, 40, 70, 18
COLOURS = ["#1b6ca8", "#d1495b", "#2e8b57", "#8a5a9e", "#c98a1b", "#4a4a4a"]


def draw(path, events, traffic, log, start):
    """Writes the SVG.  events: (seconds, host, text); log: of echo_stream; start: time of second 0."""
    rates = sorted(traffic.rates().items(), key=lambda item: item[1][0][0])
    end = max([seconds for seconds, _, _ in events] + [1])
    rows = TOP + len(rates) * (ROW + GAP)
    scale = (WIDTH - LEFT - RIGHT) / end
    parts = ["<text x='%d' y='20' font-size='14'>Packets a second through each tap; grey: events; red: lost echo "
             "requests</text>" % LEFT]
    marks = [entry for entry in events if "state=" in entry[2] or "migrat" in entry[2] or "PAIR" in entry[2]]
    for seconds, _, _ in marks:
        parts.append("<line x1='%.1f' x2='%.1f' y1='%d' y2='%d' stroke='#ccc'/>" %
                     (LEFT + seconds * scale, LEFT + seconds * scale, TOP, rows))
    for index, ((host, tap), samples) in enumerate(rates):
        parts += _row(index, "%s %s" % (host, tap), samples, start, scale)
    parts += _losses(log, start, scale, rows)
    parts += _axis(end, scale, rows + 14)
    legend = rows + 50
    for number, (seconds, host, text) in enumerate(marks):
        parts.append("<text x='%d' y='%d'>%8.2f s  %s: %s</text>" %
                     (LEFT, legend + number * 15, seconds, escape(host), escape(text[:130])))
    height = legend + len(marks) * 15 + 20
    with open(path, "w") as file:
        file.write("<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' "
                   "font-size='11'>\n<rect width='100%%' height='100%%' fill='white'/>\n%s\n</svg>\n" %
                   (WIDTH, height, "\n".join(parts)))


def _row(index, label, samples, start, scale):
    base = TOP + index * (ROW + GAP) + ROW
    most = max([rate for _, rate in samples] + [1])
    colour = COLOURS[index % len(COLOURS)]
    lines = []
    for before, (when, rate) in zip([None] + samples, samples):
        # a line ends where the tap was gone
        command = "L" if before and when - before[0] < 1 else "M"
        lines.append("%s%.1f,%.1f" % (command, LEFT + (when - start) * scale, base - rate / most * (ROW - 5)))
    return ["<text x='5' y='%d'>%s</text>" % (base - ROW / 2, escape(label)),
            "<text x='5' y='%d' fill='#888'>max %d/s</text>" % (base - ROW / 2 + 14, most),
            "<line x1='%d' x2='%d' y1='%d' y2='%d' stroke='#999'/>" % (LEFT, WIDTH - RIGHT, base, base),
            "<path fill='none' stroke='%s' stroke-width='1.5' d='%s'/>" % (colour, " ".join(lines))]


def _losses(log, start, scale, bottom):
    with open(log) as file:
        lost = [int(line.split()[0]) / 1000 - start for line in file if line.rstrip().endswith("lost")]
    return ["<line x1='%.1f' x2='%.1f' y1='%d' y2='%d' stroke='red'/>" %
            (LEFT + seconds * scale, LEFT + seconds * scale, bottom - 8, bottom + 2) for seconds in lost]


def _axis(end, scale, y):
    step = next(step for step in (1, 2, 5, 10, 20, 60, 1000) if end / step <= 20)
    return ["<text x='%.1f' y='%d' text-anchor='middle'>%d s</text>" % (LEFT + second * scale, y, second)
            for second in range(0, int(end) + 1, step)]

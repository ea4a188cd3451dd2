import * as echarts from 'echarts';
import type { Load } from '../../simulation/what-if/load';
import type { SegmentLine } from '../../simulation/what-if/report';

const colours = ['#2563eb', '#d97706', '#059669', '#7c3aed'];
const width = 950;

// Without a browser echarts can only guess how wide words are, and real fonts are wider than its guess. So names have
// a fixed room, wider than the guess at which they are broken, and legends keep clear of the edge.
const names = { room: 290, breakAt: 220 } as const;
const clearOfEdge = 60;

/** Who enters to the right, who leaves to the left, one bar a segment. */
export function segmentChart(segments: readonly SegmentLine[]): string {
  const lines = [...segments].sort((one, other) => one.entered + one.left - (other.entered + other.left));
  return drawn(60 + lines.length * 32, {
    legend: { top: 0 },
    grid: { left: names.room, right: 30, top: 32, bottom: 28 },
    xAxis: { type: 'value', axisLabel: { formatter: (count: number) => String(Math.abs(count)) } },
    yAxis: {
      type: 'category',
      data: lines.map(({ title }) => title),
      axisTick: { show: false },
      axisLabel: { width: names.breakAt, overflow: 'break', lineHeight: 14, interval: 0 },
    },
    series: [
      bars(
        'leave',
        lines.map(({ left }) => -left),
        { stack: 'moves', color: '#d97706' },
      ),
      bars(
        'enter',
        lines.map(({ entered }) => entered),
        { stack: 'moves', color: '#2563eb' },
      ),
    ],
  });
}

/** What goes out and what is decided, week by week. */
export function weekChart({ messages, offers, charges, approvals }: Load): string {
  const kinds = { messages, offers, charges, approvals };
  const shown = Object.entries(kinds).filter(([, weeks]) => weeks.some((count) => count > 0));
  return drawn(280, {
    ...byWeek(messages.length),
    series: shown.map(([name, weeks], index) => bars(name, weeks, { color: colours[index] ?? '#64748b' })),
  });
}

/** Tasks of one queue on top of what is usual, against what a week can bear. */
export function queueChart(
  queue: string,
  added: readonly number[],
  { usual, limit }: { readonly usual: number; readonly limit?: number },
): string {
  const weeks = added.length;
  return drawn(220, {
    title: { text: queue, left: 0, top: 0, textStyle: { fontSize: 14 } },
    ...byWeek(weeks, limit),
    series: [
      bars(
        'as usual',
        Array.from({ length: weeks }, () => Math.round(usual)),
        { stack: 'all', color: '#cbd5e1' },
      ),
      {
        ...bars('more', added, { stack: 'all', color: '#2563eb' }),
        ...(limit !== undefined && {
          markLine: {
            symbol: 'none',
            silent: true,
            lineStyle: { color: '#dc2626' },
            label: {
              formatter: `capacity ${limit}`,
              position: 'insideEndTop' as const,
              color: '#dc2626',
              backgroundColor: '#ffffff',
              padding: [0, 10],
            },
            data: [{ yAxis: limit }],
          },
        }),
      },
    ],
  });
}

// A line that marks a value does not stretch the axis: what is marked has to be told to it.
function byWeek(weeks: number, marked?: number): echarts.EChartsCoreOption {
  return {
    legend: { top: 0, right: clearOfEdge },
    grid: { left: 10, right: 10, top: 40, bottom: 10, containLabel: true },
    xAxis: { type: 'category', data: Array.from({ length: weeks }, (_, week) => `week ${week + 1}`) },
    yAxis: { type: 'value', minInterval: 1, ...(marked !== undefined && { dataMax: marked }) },
  };
}

function bars(
  name: string,
  data: readonly number[],
  look: { readonly stack?: string; readonly color: string },
): echarts.BarSeriesOption {
  const { stack, color } = look;
  return { type: 'bar', name, data: [...data], itemStyle: { color }, ...(stack !== undefined && { stack }) };
}

function drawn(height: number, option: echarts.EChartsCoreOption): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** The sharing curves of several courses in one chart: told apart by dashes and width, not by colour alone. */
import uPlot from '../third_party/uplot/uPlot.esm.js';
import { byId, fillTable, make } from '../picture/dom.js';
import { _, figure, minutes } from '../picture/words.js';

const HEIGHT_PX = 240;
const DASHES = [[], [8, 5], [2, 4], [12, 4, 2, 4], [1, 3]];
const WIDTHS = [3, 2.5, 2.5, 2, 3.5];
const COLOURS = ['--ink', '--accent', '--focus', '--soft', '--ink'];
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export class SharingCurves {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    new ResizeObserver(() => this.draw()).observe(place);
    document.addEventListener('themechange', () => this.draw());
  }

  /** @param {{name: string, picture: any}[]} columns */
  show(columns) {
    this.columns = columns;
    this.draw();
    byId('curves-legend').replaceChildren(...columns.map(({ name }, index) => make('li', {}, swatch(index), make('bdi', {}, name))));
    const shares = columns[0].picture.sharing_curve.map((point) => point.share_within_min);
    fillTable(byId('curves-table'), [_('Word takes'), ...columns.map(({ name }) => name)],
      shares.map((share, row) => [minutes(share), ...columns.map(({ picture }) => figure(picture.sharing_curve[row].seam_held_km))]));
  }

  draw() {
    if (!this.columns || !this.place.clientWidth) return;
    this.plot?.destroy();
    const axis = { font: '13px Vazirmatn, sans-serif', stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, values: (plot, splits) => splits.map((value) => figure(value)) };
    const lines = this.columns.map(({ picture }) => picture.sharing_curve.map((point) => point.seam_held_km));
    const all = lines.flat();
    const room = Math.max(Math.max(...all) - Math.min(...all), 1) * 0.15;
    this.plot = new uPlot({
      width: this.place.clientWidth,
      height: HEIGHT_PX,
      cursor: { show: false },
      legend: { show: false },
      scales: { x: { time: false }, y: { range: [Math.max(0, Math.min(...all) - room), Math.max(...all) + room] } },
      axes: [{ ...axis, size: 28, splits: () => [0, 15, 30, 45, 60, 90, 120] }, { ...axis, size: 50 }],
      series: [{}, ...lines.map((line, index) => ({ stroke: colour(COLOURS[index]), width: WIDTHS[index], dash: DASHES[index], paths: uPlot.paths.stepped({ align: -1 }), points: { show: false } }))],
    }, [this.columns[0].picture.sharing_curve.map((point) => point.share_within_min), ...lines], this.place);
  }
}

function swatch(index) {
  const canvas = make('canvas', { width: 72, height: 16, className: 'line-of', aria: { hidden: 'true' } });
  const context = canvas.getContext('2d');
  context.strokeStyle = colour(COLOURS[index]);
  context.lineWidth = 2 * WIDTHS[index];
  context.setLineDash(DASHES[index].map((length) => 2 * length));
  context.beginPath();
  context.moveTo(0, 8);
  context.lineTo(72, 8);
  context.stroke();
  return canvas;
}

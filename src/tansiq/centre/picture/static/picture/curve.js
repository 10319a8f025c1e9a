/** The sharing curve: kilometres of seam held against the minutes word takes. */
import uPlot from '../third_party/uplot/uPlot.esm.js';
import { byId, fillTable } from './dom.js';
import { _, figure, fill, minutes } from './words.js';

const HEIGHT_PX = 190;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
/** Without this the axes take the browser's digits. */
const western = (plot, splits) => splits.map((value) => figure(value));

export class SharingCurve {
  constructor() {
    this.place = byId('curve');
    new ResizeObserver(() => this.draw()).observe(this.place);
    document.addEventListener('themechange', () => this.draw());
  }

  /** @param {any} picture */
  show(picture) {
    this.points = picture.sharing_curve;
    this.now = picture.parameters.share_within_min;
    this.total = picture.seam_km;
    this.draw();
    this.say();
    fillTable(byId('curve-table'), [_('Word takes'), _('Seam held, km'), _('Ground held, km²')],
      this.points.map((p) => [minutes(p.share_within_min), figure(p.seam_held_km), figure(p.held_km2)]));
  }

  /** The least that is certain: between two computed times, what the longer one holds. */
  heldAt(share) {
    return this.points.find((point) => point.share_within_min >= share)?.seam_held_km ?? this.points.at(-1)?.seam_held_km ?? 0;
  }

  say() {
    const at = (share) => figure(this.heldAt(share));
    byId('curve-words').textContent = this.points.length
      ? fill(_('Now word takes %(now)s and %(held)s km are held. At once would hold %(most)s km.'), { now: minutes(this.now), held: at(this.now), most: at(0) })
      : '';
  }

  draw() {
    if (!this.points?.length || !this.place.clientWidth) return;
    this.plot?.destroy();
    const font = '13px Vazirmatn, sans-serif';
    const axis = { font, stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
    const held = this.points.map((point) => point.seam_held_km);
    this.plot = new uPlot({
      width: this.place.clientWidth,
      height: HEIGHT_PX,
      cursor: { show: false },
      legend: { show: false },
      scales: { x: { time: false }, y: { range: span(held) } },
      axes: [{ ...axis, size: 28, values: western, splits: () => [0, 15, 30, 45, 60, 90, 120] }, { ...axis, size: 46, values: western }],
      series: [{}, { stroke: colour('--held'), width: 2.5, paths: uPlot.paths.stepped({ align: -1 }), points: { show: false } }],
      hooks: { draw: [(plot) => this.mark(plot)] },
    }, [this.points.map((point) => point.share_within_min), held], this.place);
  }

  /** Mark where word is now. */
  mark(plot) {
    const x = plot.valToPos(Math.min(this.now, this.points.at(-1).share_within_min), 'x', true);
    const y = plot.valToPos(this.heldAt(this.now), 'y', true);
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = colour('--focus');
    ctx.fillStyle = colour('--focus');
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(x, y, 5 * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fill();
    ctx.restore();
  }
}

/** From just below the least to just above the most, so that the steps can be seen; from zero if they are small. */
function span(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(most - least, most * 0.1, 1) * 0.15;
  return [Math.max(0, least - room), most + room];
}

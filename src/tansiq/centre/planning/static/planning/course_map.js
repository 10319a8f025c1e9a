/** The picture's map with a course of action over it: posts as they would stand, where they went, areas, checkpoints. */
import { PictureMap } from '../picture/map.js';
import { language } from '../picture/words.js';

const EMPTY = { type: 'FeatureCollection', features: [] };
const INK = { light: '#d6006c', dark: '#ff7bb8' };
const FOUND = { light: '#101010', dark: '#ffffff' };
const CASING = { light: '#ffffff', dark: '#101010' };
const BRIGADES = ['#3d3d3d', '#0b6b63'];
const theme = () => document.documentElement.dataset.theme;
const label = (property) => ['concat', 'label|', theme(), '|3|', ['get', property]];
const ofKind = (kind) => ['==', ['get', 'kind'], kind];
const ways = ['==', ['geometry-type'], 'LineString'];
const points = ['==', ['geometry-type'], 'Point'];

export class CourseMap extends PictureMap {
  overlay = { moves: EMPTY, areas: EMPTY, checkpoints: EMPTY };

  drawing = EMPTY;

  found = EMPTY;

  /** @param {any} overlay collections by name */
  layOver(overlay) {
    this.overlay = overlay;
    this.setOverlay();
  }

  /** What computations found: corridors as lines, proposed places as points. @param {Record<string, any>} shapes */
  layFound(shapes) {
    this.found = { type: 'FeatureCollection', features: Object.values(shapes).flatMap(({ features }) => features) };
    this.map.getSource('found')?.setData(this.found);
  }

  /** Corners and lines of what is being drawn. @param {any} collection */
  showDrawing(collection) {
    this.drawing = collection;
    this.map.getSource('drawing')?.setData(collection);
  }

  setOverlay() {
    for (const [name, collection] of Object.entries(this.overlay)) this.map.getSource(name)?.setData(collection);
  }

  refresh() {
    this.addOverlay();
    super.refresh();
  }

  draw(picture) {
    super.draw(picture);
    if (picture.document.posts) this.posts = picture.document.posts;
    this.map.getSource('posts').setData(this.posts);
  }

  /** Show a post elsewhere at once, before anything is computed. @param {string[]} ids @param {[number, number]} place */
  shiftPosts(ids, place) {
    if (!this.posts) return;
    const features = this.posts.features.map((feature) => (ids.includes(feature.properties.id) ? { ...feature, geometry: { type: 'Point', coordinates: place } } : feature));
    this.posts = { ...this.posts, features };
    this.map.getSource('posts').setData(this.posts);
  }

  addOverlay() {
    if (this.map.getSource('moves')) return;
    for (const name of ['moves', 'areas', 'checkpoints']) this.map.addSource(name, { type: 'geojson', data: this.overlay[name] });
    this.map.addSource('drawing', { type: 'geojson', data: this.drawing });
    this.map.addSource('found', { type: 'geojson', data: this.found });
    for (const layer of layers()) this.map.addLayer(layer, layer.under);
  }
}

function layers() {
  const ink = INK[theme()];
  const brigade = ['match', ['get', 'brigade'], '20', BRIGADES[0], '22', BRIGADES[1], BRIGADES[0]];
  return [
    { id: 'areas-fill', type: 'fill', source: 'areas', paint: { 'fill-color': brigade, 'fill-opacity': 0.12 }, under: 'seam-casing' },
    { id: 'areas-line', type: 'line', source: 'areas', paint: { 'line-color': brigade, 'line-width': 2.5, 'line-dasharray': [3, 1.5] }, under: 'seam-casing' },
    { id: 'moves-line', type: 'line', source: 'moves', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': ink, 'line-width': 2, 'line-dasharray': [2, 1.5] }, under: 'posts' },
    { id: 'moves-ring', type: 'circle', source: 'moves', filter: ['all', points, ['!=', ['get', 'kind'], 'withdrawn']], paint: { 'circle-radius': 16, 'circle-color': ink, 'circle-opacity': 0.18, 'circle-stroke-color': ink, 'circle-stroke-width': 2 }, under: 'posts' },
    { id: 'withdrawn', type: 'circle', source: 'moves', filter: ['all', points, ofKind('withdrawn')], paint: { 'circle-radius': 7, 'circle-opacity': 0, 'circle-stroke-color': ink, 'circle-stroke-width': 2 }, under: 'posts' },
    { id: 'checkpoints', type: 'circle', source: 'checkpoints', paint: { 'circle-radius': 8, 'circle-color': '#ffffff', 'circle-stroke-color': '#101010', 'circle-stroke-width': 3 } },
    { id: 'checkpoints-label', type: 'symbol', source: 'checkpoints', minzoom: 8, layout: { 'icon-image': label('label'), 'icon-anchor': 'bottom', 'icon-offset': [0, -8] } },
    { id: 'areas-label', type: 'symbol', source: 'areas', layout: { 'icon-image': label('label'), 'icon-allow-overlap': true } },
    { id: 'robust', type: 'line', source: 'found', filter: ofKind('robust'), paint: { 'line-color': FOUND[theme()], 'line-width': 1.8 }, under: 'seam-casing' },
    { id: 'found-casing', type: 'line', source: 'found', filter: ways, layout: { 'line-join': 'round' }, paint: { 'line-color': CASING[theme()], 'line-width': 6 }, under: 'posts' },
    { id: 'found-line', type: 'line', source: 'found', filter: ways, layout: { 'line-join': 'round' }, paint: { 'line-color': FOUND[theme()], 'line-width': 3, 'line-dasharray': [1.5, 1] }, under: 'posts' },
    { id: 'found-points', type: 'circle', source: 'found', filter: points, paint: { 'circle-radius': 9, 'circle-color': FOUND[theme()], 'circle-stroke-color': CASING[theme()], 'circle-stroke-width': 3 } },
    { id: 'found-label', type: 'symbol', source: 'found', filter: ['!=', ['get', 'kind'], 'robust'], layout: { 'icon-image': label('label'), 'icon-anchor': 'bottom', 'icon-offset': [0, -8], 'symbol-placement': 'point', 'icon-allow-overlap': true } },
    { id: 'drawing-line', type: 'line', source: 'drawing', filter: ['!', points], paint: { 'line-color': ink, 'line-width': 2.5 } },
    { id: 'drawing-points', type: 'circle', source: 'drawing', filter: points, paint: { 'circle-radius': 6, 'circle-color': ink, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2 } },
  ];
}

export const nameOf = (feature) => feature.properties[`name_${language}`] || feature.properties.id;

/** The map: land drawn once, the picture drawn again each time it changes. */
import * as maplibregl from '../third_party/maplibre-gl/maplibre-gl.mjs';
import { loadFonts, resolveImages } from './labels.js';
import { StatesReader } from './states_reader.js';
import { mapStyle, STATES_LAYER, STATES_STRENGTH, STATES_UNDER, switches } from './style.js';
import { _, direction, language } from './words.js';

const PADDING_PX = 40;
const OVERVIEW_PADDING_PX = { top: 56, bottom: 72, left: 24, right: 24 };
const PLACE_ZOOM = 10;
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const END = direction === 'rtl' ? 'left' : 'right';
const START = direction === 'rtl' ? 'right' : 'left';

const mapWords = () => ({
  'Map.Title': _('Map'),
  'NavigationControl.ZoomIn': _('Zoom in'),
  'NavigationControl.ZoomOut': _('Zoom out'),
  'ScaleControl.Kilometers': _('km'),
  'ScaleControl.Meters': _('m'),
  'Popup.Close': _('Close'),
});

const theme = () => /** @type {'light' | 'dark'} */ (document.documentElement.dataset.theme);

export class PictureMap {
  /**
   * @param {any} scene
   * @param {any} addresses
   * @param {string} container id of the element it fills
   */
  constructor(scene, addresses, container = 'map') {
    this.scene = scene;
    this.addresses = addresses;
    this.container = container;
    this.reader = new StatesReader();
    this.shown = null;
    this.hidden = new Set();
    this.strength = null;
    this.chosen = '';
  }

  /** Make the map; resolves when it can take a picture. */
  async open() {
    await loadFonts();
    this.seamLines = await (await fetch(this.addresses.layer('seam'))).json();
    const [west, south, east, north] = this.scene.extent;
    this.map = new maplibregl.Map({
      container: this.container,
      style: { version: 8, sources: {}, layers: [] },
      bounds: [[west, south], [east, north]],
      fitBoundsOptions: { padding: OVERVIEW_PADDING_PX },
      maxBounds: [[west - 4, south - 3], [east + 4, north + 3]],
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      locale: mapWords(),
      canvasContextAttributes: { preserveDrawingBuffer: true },
      fadeDuration: 0,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }), `top-${END}`);
    this.map.addControl(new maplibregl.ScaleControl({ maxWidth: 120 }), `bottom-${START}`);
    resolveImages(this.map);
    this.applyStyle();
    document.addEventListener('themechange', () => this.applyStyle());
    await this.map.once('style.load');
  }

  /** Draw everything anew, as after a change of theme. */
  applyStyle() {
    this.map.setStyle(mapStyle({ theme: theme(), language, addresses: this.addresses, scene: this.scene }), { diff: false });
    this.map.once('style.load', () => this.refresh());
  }

  refresh() {
    if (this.shown) this.draw(this.shown);
    this.applyStrength();
    for (const name of this.hidden) this.setShown(name, false);
    this.choose(this.chosen);
  }

  /**
   * Draw a picture.
   * @param {{document: any, statesUrl: string, bitmap: ImageBitmap}} picture
   */
  draw(picture) {
    this.shown = picture;
    const { shapes, picture: figures } = picture.document;
    this.drawStates(picture.statesUrl, shapes.states_corners);
    this.map.getSource('unknown').setData(shapes.unknown);
    this.map.getSource('gaps').setData(shapes.gaps);
    this.map.getSource('seam').setData(this.seamByState(figures.lengths, figures.gaps));
    this.reader.read(picture.bitmap, shapes.states_corners);
  }

  drawStates(url, coordinates) {
    const source = this.map.getSource('states');
    if (source) {
      source.updateImage({ url, coordinates });
      return;
    }
    this.map.addSource('states', { type: 'image', url, coordinates });
    this.map.addLayer(STATES_LAYER, STATES_UNDER);
    this.applyStrength();
  }

  seamByState(lengths, gaps) {
    const gapAt = (km) => gaps.find((gap) => gap.from_km <= km && km < gap.to_km)?.id ?? '';
    const features = this.seamLines.features.map((line) => {
      const length = lengths[line.properties.index];
      const properties = { ...line.properties, state: length.state, gap: length.state.startsWith('held') ? '' : gapAt(length.from_km) };
      return { ...line, properties };
    });
    return { type: 'FeatureCollection', features };
  }

  /** Resolves when the map has drawn all it was given. */
  async idle() {
    if (this.map.loaded() && !this.map.isMoving()) this.map.triggerRepaint();
    await this.map.once('idle');
  }

  /** @param {string} gap id, empty for none */
  choose(gap) {
    this.chosen = gap;
    if (this.map.getLayer('gap-chosen')) this.map.setFilter('gap-chosen', ['==', ['get', 'gap'], gap]);
  }

  /** @param {string} gap */
  zoomTo(gap) {
    const shape = this.shown?.document.shapes.gaps.features.find((feature) => feature.properties.gap === gap);
    if (!shape) return;
    const bounds = new maplibregl.LngLatBounds();
    const depth = shape.geometry.type === 'Polygon' ? 1 : 2;
    for (const position of shape.geometry.coordinates.flat(depth)) bounds.extend(position);
    this.map.fitBounds(bounds, { padding: PADDING_PX, maxZoom: 11, animate: !calm(), duration: 700 });
  }

  /** @param {[number, number]} place longitude, latitude */
  flyTo(place) {
    this.map.flyTo({ center: place, zoom: Math.max(this.map.getZoom(), PLACE_ZOOM), animate: !calm() });
  }

  /** @param {string} name @param {boolean} visible */
  setShown(name, visible) {
    if (visible) this.hidden.delete(name);
    else this.hidden.add(name);
    const found = switches(_).find(([key]) => key === name);
    for (const layer of found?.[2] ?? []) if (this.map.getLayer(layer)) this.map.setLayoutProperty(layer, 'visibility', visible ? 'visible' : 'none');
  }

  /** @param {number} share 0..1 */
  setStrength(share) {
    this.strength = share;
    this.applyStrength();
  }

  /** The reader's choice, else what suits the theme. */
  shownStrength() {
    return this.strength ?? STATES_STRENGTH[theme()];
  }

  applyStrength() {
    const share = this.shownStrength();
    if (this.map.getLayer('states')) this.map.setPaintProperty('states', 'raster-opacity', share);
    this.map.setPaintProperty('unknown', 'fill-opacity', Math.min(1, share + 0.2));
  }

  /** What the map shows, as an image for paper. */
  snapshot() {
    return this.map.getCanvas().toDataURL('image/png');
  }
}

export { maplibregl };

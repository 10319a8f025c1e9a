/** The map's style: quiet land, states over it, then lines, posts and names. */
import { STATE_COLOURS } from './words.js';
import { labelImage, symbolImage } from './labels.js';

const EMPTY = { type: 'FeatureCollection', features: [] };
const LAND = {
  light: { paper: '#eef0ea', shadow: '#5d6670', light: '#ffffff', accent: '#7d868c', contour: '#8a6d4b', water: '#3f7fb0', road: '#6b6b6b', casing: '#ffffff', boundary: '#5b4b6b', edge: '#1a2126' },
  dark: { paper: '#1a2126', shadow: '#000000', light: '#84939c', accent: '#000000', contour: '#a48a68', water: '#5d9fd0', road: '#a9b0b4', casing: '#11171b', boundary: '#b7a6c9', edge: '#f2f5f6' },
};
export const STATES_STRENGTH = { light: 0.55, dark: 0.75 };
const shown = (layer) => ['==', ['get', 'layer'], layer];
const colourByState = ['match', ['get', 'state'], ...Object.entries(STATE_COLOURS).flat(), '#ffffff'];
const roomByZoom = ['<=', ['get', 'from_zoom'], ['zoom']];

/**
 * @param {{theme: 'light' | 'dark', language: string, addresses: any, scene: any}} options
 */
export function mapStyle({ theme, language, addresses, scene }) {
  const land = LAND[theme];
  return {
    version: 8,
    sources: sources(addresses, scene),
    layers: [
      { id: 'paper', type: 'background', paint: { 'background-color': land.paper } },
      { id: 'hillshade', type: 'hillshade', source: 'terrain', paint: { 'hillshade-exaggeration': ['interpolate', ['linear'], ['zoom'], 6, 0.85, 11, 0.5], 'hillshade-shadow-color': land.shadow, 'hillshade-highlight-color': land.light, 'hillshade-accent-color': land.accent } },
      ...stateLayers(),
      ...landLayers(land),
      ...gapLayers(land),
      ...pointLayers(theme, language, land),
    ],
  };
}

function sources(addresses, scene) {
  return {
    terrain: { type: 'raster-dem', tiles: [addresses.terrain], encoding: 'terrarium', tileSize: 256, minzoom: 5, maxzoom: scene.max_zoom, bounds: scene.tiles_bounds },
    unknown: { type: 'geojson', data: EMPTY },
    land: { type: 'geojson', data: addresses.layer('land') },
    contours: { type: 'geojson', data: addresses.layer('contours') },
    places: { type: 'geojson', data: addresses.layer('places') },
    posts: { type: 'geojson', data: addresses.layer('posts') },
    seam: { type: 'geojson', data: EMPTY },
    gaps: { type: 'geojson', data: EMPTY, promoteId: 'gap' },
  };
}

/** Added with the first picture, under `UNDER`: an image source cannot be empty. */
export const STATES_LAYER = { id: 'states', type: 'raster', source: 'states', paint: { 'raster-fade-duration': 0, 'raster-resampling': 'nearest' } };
export const STATES_UNDER = 'unknown';

const stateLayers = () => [
  { id: 'unknown', type: 'fill', source: 'unknown', paint: { 'fill-pattern': 'hatch|', 'fill-opacity': 0.8 } },
];

const landLayers = (land) => [
  { id: 'contours', type: 'line', source: 'contours', minzoom: 7, paint: { 'line-color': land.contour, 'line-opacity': 0.55, 'line-width': ['case', ['get', 'index'], 1.1, 0.5] } },
  { id: 'water', type: 'line', source: 'land', filter: shown('water'), paint: { 'line-color': land.water, 'line-width': ['interpolate', ['linear'], ['zoom'], 6, 1.2, 11, 3] } },
  { id: 'boundaries', type: 'line', source: 'land', filter: shown('boundaries'), paint: { 'line-color': land.boundary, 'line-width': 1.2, 'line-dasharray': [4, 2, 1, 2], 'line-opacity': 0.8 } },
  { id: 'protected', type: 'line', source: 'land', filter: shown('protected'), paint: { 'line-color': land.edge, 'line-width': 1, 'line-dasharray': [1, 2] } },
  { id: 'roads-casing', type: 'line', source: 'land', filter: shown('roads'), paint: { 'line-color': land.casing, 'line-width': roadWidth(1.6), 'line-opacity': 0.8 } },
  { id: 'roads', type: 'line', source: 'land', filter: shown('roads'), paint: { 'line-color': land.road, 'line-width': roadWidth(0) } },
  { id: 'area', type: 'line', source: 'land', filter: shown('area'), paint: { 'line-color': land.edge, 'line-width': 1, 'line-opacity': 0.6 } },
];

function roadWidth(extra) {
  const wide = ['match', ['get', 'class'], ['motorway', 'trunk'], 2.4, ['primary', 'secondary'], 1.7, 1.1];
  return ['interpolate', ['linear'], ['zoom'], 6, ['+', ['*', 0.6, wide], extra], 11, ['+', ['*', 1.8, wide], extra]];
}

const gapLayers = (land) => [
  { id: 'gaps-fill', type: 'fill', source: 'gaps', paint: { 'fill-color': '#000000', 'fill-opacity': 0 } },
  { id: 'gaps', type: 'line', source: 'gaps', minzoom: 8, paint: { 'line-color': land.edge, 'line-width': 0.9, 'line-opacity': 0.55 } },
  { id: 'gap-chosen', type: 'line', source: 'gaps', filter: ['==', ['get', 'gap'], ''], paint: { 'line-color': '#D6006C', 'line-width': 3 } },
  { id: 'seam-casing', type: 'line', source: 'seam', layout: { 'line-cap': 'round' }, paint: { 'line-color': land.casing, 'line-width': 8 } },
  { id: 'seam-under', type: 'line', source: 'seam', layout: { 'line-cap': 'round' }, paint: { 'line-color': land.edge, 'line-width': 6 } },
  { id: 'seam', type: 'line', source: 'seam', paint: { 'line-color': colourByState, 'line-width': 4 } },
  { id: 'seam-unknown', type: 'line', source: 'seam', filter: ['==', ['get', 'state'], 'unknown'], paint: { 'line-color': '#ffffff', 'line-width': 4, 'line-dasharray': [0.6, 0.6] } },
];

const pointLayers = (theme, language, land) => [
  { id: 'places-dots', type: 'circle', source: 'places', filter: roomByZoom, paint: { 'circle-radius': ['match', ['get', 'rank'], 1, 4, 2, 3.2, 2.4], 'circle-color': land.edge, 'circle-stroke-color': land.casing, 'circle-stroke-width': 1.5 } },
  { id: 'posts', type: 'symbol', source: 'posts', layout: { 'icon-image': symbolImage(), 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'icon-size': ['interpolate', ['linear'], ['zoom'], 5, 0.24, 6.5, 0.42, 8, 0.6, 11, 1], 'symbol-sort-key': ['case', ['==', ['get', 'kind'], 'centre'], 1, 0] } },
  { id: 'places', type: 'symbol', source: 'places', filter: roomByZoom, layout: { 'icon-image': labelImage(theme, `name_${language}`), 'icon-anchor': 'bottom', 'icon-offset': [0, -3], 'icon-padding': 1, 'symbol-sort-key': ['get', 'rank'] } },
];

/** Layers a reader may switch, and what they are called. @param {(text: string) => string} _ */
export const switches = (_) => [
  ['states', _('States of ground'), ['states', 'unknown']],
  ['gaps', _('Outlines of gaps'), ['gaps', 'gap-chosen']],
  ['seam', _('Seam'), ['seam', 'seam-under', 'seam-casing', 'seam-unknown']],
  ['posts', _('Posts and centres'), ['posts']],
  ['places', _('Places'), ['places', 'places-dots']],
  ['roads', _('Roads'), ['roads', 'roads-casing']],
  ['water', _('Rivers'), ['water']],
  ['boundaries', _('Governorates'), ['boundaries']],
  ['contours', _('Contours'), ['contours']],
  ['hillshade', _('Relief'), ['hillshade']],
];

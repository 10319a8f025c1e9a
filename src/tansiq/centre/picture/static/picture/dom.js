/** Making and finding elements. */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [properties] set as properties; `data` goes to the dataset, `aria` to aria-* attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  const { data = {}, aria = {}, ...rest } = properties;
  Object.assign(element, rest);
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(`aria-${name}`, value);
  element.append(...children);
  return element;
}

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/** Text that keeps its own direction, such as MGRS, ids and times. @param {string} text */
export const isolated = (text) => make('bdi', { dir: 'ltr' }, text);

/**
 * A table from rows of text; the first column heads each row.
 * @param {HTMLTableElement} table
 * @param {string[]} headings
 * @param {string[][]} rows
 */
export function fillTable(table, headings, rows) {
  const head = make('thead', {}, make('tr', {}, ...headings.map((text) => make('th', { scope: 'col' }, text))));
  const body = make('tbody', {}, ...rows.map(([first, ...others]) =>
    make('tr', {}, make('th', { scope: 'row' }, first), ...others.map((text) => make('td', {}, text)))));
  table.replaceChildren(head, body);
}

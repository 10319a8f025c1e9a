/**
 * Makes a part of the page like a fresh copy of it, touching only what differs: focus, scrolling, selections, opened
 * details stay, and a form in which somebody has typed stays whole, its hidden fields included, so that what is sent
 * answers what was read.
 */

/** @param {Element} old @param {Element} fresh */
export function morph(old, fresh) {
  if (isBeingFilledIn(old)) return;
  if (old.tagName !== fresh.tagName) {
    old.replaceWith(document.adoptNode(fresh));
    return;
  }
  copyAttributes(old, fresh);
  copyFields(old, fresh);
  copyChildren(old, fresh);
}

/** Attributes that belong to the reader, not to the server. */
const READERS_OWN = new Set(['open', 'data-stale', 'data-rang']);

function copyAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !READERS_OWN.has(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value && !READERS_OWN.has(name)) old.setAttribute(name, value);
}

/** A field's attributes say what it starts with; what it holds is a property. Nobody has typed here, or we were not here. */
function copyFields(old, fresh) {
  if (old instanceof HTMLInputElement) {
    old.value = fresh.value;
    old.checked = fresh.checked;
  } else if (old instanceof HTMLOptionElement) {
    old.selected = fresh.selected;
  } else if (old instanceof HTMLTextAreaElement) {
    old.value = fresh.value;
  }
}

function copyChildren(old, fresh) {
  if (old instanceof HTMLTextAreaElement) return;
  let place = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const match = matching(place, wanted, fresh);
    if (match === null) {
      old.insertBefore(document.adoptNode(wanted), place);
    } else {
      if (match !== place) old.insertBefore(match, place);
      place = /** @type {ChildNode} */ (match).nextSibling;
      becomeLike(match, wanted);
    }
  }
  while (place !== null) {
    const next = place.nextSibling;
    if (!isBeingFilledIn(place)) place.remove();
    place = next;
  }
}

function becomeLike(node, wanted) {
  if (node instanceof Element) morph(node, wanted);
  else if (node.nodeValue !== wanted.nodeValue) node.nodeValue = wanted.nodeValue;
}

/**
 * The node, from `place` on, that `wanted` is a new state of: by id, else the next of its kind that no other node
 * of the fresh copy claims by id.
 */
function matching(place, wanted, fresh) {
  for (let node = place; node !== null; node = node.nextSibling) {
    if (node.nodeType !== wanted.nodeType || node.nodeName !== wanted.nodeName) continue;
    if (!(node instanceof Element)) return node;
    if (wanted.id ? node.id === wanted.id : !node.id || !fresh.querySelector(`#${CSS.escape(node.id)}`)) return node;
  }
  return null;
}

/** Whether it is, or is in or around, a form somebody has begun to fill in. */
function isBeingFilledIn(node) {
  return node instanceof HTMLFormElement && [...node.elements].some((field) => isTouched(field));
}

function isTouched(field) {
  if (field instanceof HTMLInputElement && field.type === 'hidden') return false;
  if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')) return field.checked !== field.defaultChecked;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) return field === document.activeElement || field.value !== field.defaultValue;
  if (field instanceof HTMLSelectElement) return field === document.activeElement || [...field.options].some((option) => option.selected !== option.defaultSelected);
  return false;
}

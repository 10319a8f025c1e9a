/** Sending the panel's forms without leaving the page, and renewing what of the page they change. */
import { morph } from '../live/morph.js';
import { byId } from '../picture/dom.js';
import { RefusedError, UnreachableError } from '../picture/pictures.js';
import { _ } from '../picture/words.js';

export class Editing {
  /** @param {{say: (text: string) => void, tell: (error: unknown) => void, changed: (key: string) => Promise<void>}} page */
  constructor({ say, tell, changed }) {
    Object.assign(this, { say, tell, changed });
    document.addEventListener('submit', (event) => {
      const form = /** @type {HTMLFormElement} */ (event.target);
      if (!('change' in form.dataset)) return;
      event.preventDefault();
      this.send(form.action, new FormData(form, event.submitter)).then((done) => { if (done) this.empty(form); }).catch(this.tell);
    });
  }

  /** What was sent is no longer being typed; the post it was about stays chosen. */
  empty(form) {
    const post = form.querySelector('select[name$=post]')?.value;
    form.reset();
    if (post) form.querySelector('select[name$=post]').value = post;
    form.dispatchEvent(new CustomEvent('planning:sent', { bubbles: true }));
  }

  token() {
    return /** @type {HTMLInputElement} */ (document.querySelector('[name=csrfmiddlewaretoken]')).value;
  }

  /**
   * Send what a form would; resolves with whether it was taken.
   * @param {string} address @param {FormData} data
   */
  async send(address, data) {
    this.say(_('Sending'));
    const key = (await this.post(address, data)).key;
    await this.renew();
    await this.changed(key);
    return true;
  }

  /** @param {string} address @param {FormData} data @param {AbortSignal} [signal] */
  async post(address, data, signal) {
    if (!data.has('csrfmiddlewaretoken')) data.set('csrfmiddlewaretoken', this.token());
    const response = await answered(address, { method: 'POST', body: data, headers: { Accept: 'application/json' }, signal });
    const body = await response.json();
    if (!response.ok) throw new RefusedError(body.error ?? String(response.status));
    return body;
  }

  /** Put the regions that a change touches in their new state; the posts that forms offer too. */
  async renew() {
    const response = await answered(location.href, { headers: { 'X-Fragment': 'changes' }, cache: 'no-store' });
    if (!response.ok) throw new UnreachableError(location.href);
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    const focused = document.activeElement?.closest('.region')?.id;
    for (const region of document.querySelectorAll('.region[id]')) {
      const other = fresh.getElementById(region.id);
      if (other) morph(region, other);
    }
    for (const select of document.querySelectorAll('select[name$=post]')) renewChoices(select, fresh);
    if (focused) focusIn(byId(focused));
  }
}

function renewChoices(select, fresh) {
  const chosen = select.value;
  const other = fresh.getElementById(select.id);
  if (!other) return;
  select.replaceChildren(...Array.from(other.options, (option) => document.adoptNode(option)));
  if ([...select.options].some((option) => option.value === chosen)) select.value = chosen;
}

function focusIn(region) {
  const heading = region?.querySelector('h2') ?? region;
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}

async function answered(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new UnreachableError(address, { cause: error });
  }
}

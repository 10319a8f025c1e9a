/** What was typed and not sent is not lost without a word: changing the language, or leaving, asks first. */
const unsent = new Set();

/** A form with a password is short, and nothing of it should be kept. */
const matters = (form) => form.method === 'post' && !form.querySelector('input[type="password"]');

/** Asks in words; the browser's own question serves for every other way out. */
function ask(link) {
  const { gettext } = globalThis;
  const dialog = document.createElement('dialog');
  dialog.className = 'asked';
  const form = document.createElement('form');
  form.method = 'dialog';
  const words = document.createElement('p');
  words.textContent = gettext('What you typed on this page has not been sent. In another language the page opens empty.');
  const actions = document.createElement('div');
  actions.className = 'actions';
  for (const [value, text] of [['stay', gettext('Stay and send it first')], ['leave', gettext('Change the language and lose it')]]) {
    const button = document.createElement('button');
    button.value = value;
    button.textContent = text;
    if (value === 'stay') button.className = 'main';
    actions.append(button);
  }
  form.append(words, actions);
  dialog.append(form);
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (dialog.returnValue !== 'leave') return link.focus();
    unsent.clear();
    location.assign(link.href);
  });
  dialog.showModal();
}

export function keepTyped() {
  document.addEventListener('input', (event) => {
    const form = event.target instanceof Element ? event.target.closest('form') : null;
    if (form && matters(form)) unsent.add(form);
  });
  // What came back to be mended, or to be confirmed, was not sent either.
  for (const mark of document.querySelectorAll('.faults, .asking')) {
    const form = mark.closest('form') ?? document.querySelector('main form[method="post"]');
    if (form && matters(form)) unsent.add(form);
  }
  document.addEventListener('submit', (event) => unsent.delete(event.target));
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('.languages a') : null;
    if (!link || unsent.size === 0) return;
    event.preventDefault();
    ask(link);
  });
  addEventListener('beforeunload', (event) => { if (unsent.size > 0) event.preventDefault(); });
}

/** Keys of the log: n logs an item, / searches; Ctrl and Enter sends the form one is in. */

// The person who opened the form is about to say what happened; what has to be mended comes before that.
if (!document.querySelector('.faults, .asking')) document.querySelector('form.entry .tongue textarea')?.focus();

const typing = (target) => target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    const form = event.target instanceof Element ? event.target.closest('form[data-send-key]') : null;
    // The first button, as if it were pressed: never the one that says a warning was read.
    form?.requestSubmit(form.querySelector('button.main'));
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const link = document.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
  if (link instanceof HTMLAnchorElement) {
    event.preventDefault();
    link.click();
  }
});

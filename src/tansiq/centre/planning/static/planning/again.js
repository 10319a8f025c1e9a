/** The ground is being opened: look again until the page can be shown. */
const AGAIN_MS = 2000;
setTimeout(() => location.reload(), AGAIN_MS);

/**
 * Passkeys: makes one, or signs in with one, when the button of a form with `data-passkey` is pressed.
 *
 * The server's options come in the form's `data-passkey` attribute (`create` or `get`) and `data-options`, or from the
 * address in `data-options-from`. The answer goes back in the form's field `credential`.
 */
const decode = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

function encode(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const decodeIds = (list) => (list ?? []).map((each) => ({ ...each, id: decode(each.id) }));

function readOptions(options) {
  const read = { ...options, challenge: decode(options.challenge) };
  if (options.user) read.user = { ...options.user, id: decode(options.user.id) };
  if (options.excludeCredentials) read.excludeCredentials = decodeIds(options.excludeCredentials);
  if (options.allowCredentials) read.allowCredentials = decodeIds(options.allowCredentials);
  return read;
}

/** As `PublicKeyCredential.toJSON()` would, which older browsers lack. */
function written(credential) {
  const answer = credential.response;
  const response = { clientDataJSON: encode(answer.clientDataJSON) };
  if (answer.attestationObject) {
    response.attestationObject = encode(answer.attestationObject);
    response.transports = answer.getTransports?.() ?? [];
  } else {
    response.authenticatorData = encode(answer.authenticatorData);
    response.signature = encode(answer.signature);
    if (answer.userHandle) response.userHandle = encode(answer.userHandle);
  }
  return {
    id: credential.id, rawId: encode(credential.rawId), type: credential.type, response,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function options(form) {
  const address = form.dataset.optionsFrom;
  if (!address) return JSON.parse(form.dataset.options).publicKey;
  const answer = await fetch(address, { headers: { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest' } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options.publicKey;
}

function tell(form, words) {
  const place = form.querySelector('[data-passkey-told]');
  place.textContent = words;
  place.hidden = false;
}

function whatWentWrong(error) {
  if (error.name === 'InvalidStateError') return gettext('This device already has a passkey for this account.');
  if (error.name === 'NotAllowedError') return gettext('The passkey was not used: stopped, or not in time. Try again.');
  if (error.name === 'SecurityError') return gettext('Passkeys work only where the centre is reached by its name and over an encrypted connection.');
  return gettext('The passkey could not be used. Try again, or use a code.');
}

async function run(form, button) {
  button.disabled = true;
  try {
    const publicKey = readOptions(await options(form));
    const credential = form.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
    form.elements.credential.value = JSON.stringify(written(credential));
    form.submit();
  } catch (error) {
    tell(form, whatWentWrong(error));
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const button = form.querySelector('[data-passkey-button]');
  if (!window.PublicKeyCredential) {
    tell(form, gettext('This browser cannot use passkeys here: they need a recent browser and an encrypted connection.'));
    continue;
  }
  button.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    run(form, button);
  });
}

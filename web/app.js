import { Gallery } from './page/gallery.js';
import { Identities } from './page/identity.js';
import { Studio } from './page/studio.js';
import { Toasts } from './page/toast.js';

const at = (id) => document.querySelector(`#${id}`);
const identities = new Identities(sessionStorage);
const toasts = new Toasts(at('toasts'));
const studio = new Studio(at('studio'), { toasts, identities });
const gallery = new Gallery(at('gallery'), ({ id }) => (location.hash = `/pictures/${id}`));

/** `#/` is the list, `#/pictures/12` a picture. */
function route() {
  const id = /^#\/pictures\/(\d+)$/.exec(location.hash)?.[1];
  at('studio').hidden = !id;
  at('gallery').hidden = Boolean(id);
  if (!id) {
    studio.close();
    gallery.show();
    return;
  }
  gallery.hide();
  studio.open(Number(id));
  gallery.find(Number(id)).then(
    ({ name }) => studio.rename(Number(id), name),
    () => {},
  );
}

addEventListener('hashchange', route);
addEventListener('pagehide', () => {
  studio.keep();
  identities.store();
});
addEventListener('pageshow', ({ persisted }) => persisted && identities.resume());
addEventListener('beforeunload', (event) => studio.unsaved > 0 && event.preventDefault());

/**
 * For tests and the curious: the open picture as this page has it.
 *
 *     atelier.picture   null in the list; otherwise { id, client, author, epoch, seq, durable, joined, width, height,
 *                       unsaved (own ops not on disk), unreturned (own ops not back yet) }
 *     atelier.hash()    FNV-1a of its pixels, to compare two pages
 *     atelier.pixels()  its RGBA bytes, row by row (a copy)
 *     atelier.viewers   who is here, as in `presence`
 *     atelier.state     of the connection: connecting, open, waiting, ended
 *     atelier.draw(op)  draws an op as the tools do (client/ops.js says how one looks)
 */
window.atelier = {
  get picture() {
    if (!studio.picture) return null;
    const { id, client, author, epoch, seq, durable, joined, raster, own } = studio.picture;
    const size = { width: raster?.width ?? 0, height: raster?.height ?? 0 };
    const waiting = { unsaved: own.count, unreturned: own.unreturned.length };
    return { id, client, author, epoch, seq, durable, joined, ...size, ...waiting };
  },
  get viewers() {
    return studio.viewers;
  },
  get state() {
    return studio.connection?.state ?? 'idle';
  },
  hash: () => studio.picture.raster.hash(),
  pixels: () => studio.picture.raster.pixels.slice(),
  draw: (op) => studio.draw(op),
};

route();

/** How often the list is asked for while it is in sight, in milliseconds. */
const refreshInterval = 4_000;

/** Asks the server and returns the answer; an error is the server's own sentence. */
async function ask(path, options = {}) {
  const response = await fetch(path, { cache: 'no-store', ...options });
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Error(body?.error?.message ?? `the server answered ${response.status}`);
  return body;
}

/** The list of pictures, and the form that makes a new one. */
export class Gallery {
  #root;
  #open;
  #cards = new Map();
  #timer = 0;
  #previews;

  /** @param {(picture: object) => void} open called with a picture that was just made */
  constructor(root, open) {
    this.#root = root;
    this.#open = open;
    this.#root.querySelector('form').onsubmit = (event) => {
      event.preventDefault();
      this.#create(event.target);
    };
    this.#previews = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries)
        this.#cards.get(Number(target.dataset.id)).inSight = isIntersecting;
      this.#loadPreviews();
    });
    document.addEventListener('visibilitychange', () => this.#timer && this.refresh());
  }

  show() {
    document.title = 'Atelier';
    this.#timer ||= setInterval(() => !document.hidden && this.refresh(), refreshInterval);
    this.refresh();
  }

  hide() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  /** What the server says of one picture. */
  find(id) {
    return ask(`/pictures/${id}`);
  }

  async refresh() {
    try {
      const { pictures } = await ask('/pictures');
      this.#note(pictures.length === 0 ? 'No pictures yet. Make the first one.' : '');
      this.#list(pictures);
    } catch (error) {
      this.#note(`The list can't be had right now: ${error.message}`);
    }
  }

  async #create(form) {
    const { name, width, height } = Object.fromEntries(new FormData(form));
    const body = JSON.stringify({ name, width: Number(width), height: Number(height) });
    try {
      const headers = { 'Content-Type': 'application/json' };
      const picture = await ask('/pictures', { method: 'POST', headers, body });
      form.elements.name.value = '';
      this.#open(picture);
    } catch (error) {
      this.#note(`The picture was not made: ${error.message}`);
    }
  }

  #note(text) {
    this.#root.querySelector('#gallery-note').textContent = text;
  }

  #list(pictures) {
    const ids = new Set(pictures.map(({ id }) => id));
    for (const [id, { item }] of this.#cards) {
      if (ids.has(id)) continue;
      this.#previews.unobserve(item);
      item.remove();
      this.#cards.delete(id);
    }
    for (const picture of pictures) {
      const card = this.#cards.get(picture.id) ?? this.#add(picture.id);
      card.picture = picture;
      card.name.textContent = picture.name;
      card.facts.textContent = factsOf(picture);
      card.item.classList.toggle('live', picture.viewers > 0);
    }
    this.#loadPreviews();
  }

  #add(id) {
    const item = document.createElement('li');
    item.dataset.id = id;
    const link = Object.assign(document.createElement('a'), { href: `#/pictures/${id}` });
    const image = Object.assign(document.createElement('img'), { alt: '', hidden: true });
    const frame = Object.assign(document.createElement('span'), { className: 'frame' });
    const name = Object.assign(document.createElement('strong'));
    const facts = Object.assign(document.createElement('small'));
    frame.append(image);
    link.append(frame, name, facts);
    item.append(link);
    this.#root.querySelector('#pictures').append(item);
    const card = { item, image, name, facts, seq: null, loading: false, inSight: false, picture: null };
    this.#cards.set(id, card);
    this.#previews.observe(item);
    return card;
  }

  /** Loads one preview after another, of the pictures in sight that changed. */
  async #loadPreviews() {
    if ([...this.#cards.values()].some(({ loading }) => loading)) return;
    const card = [...this.#cards.values()].find(
      ({ inSight, seq, picture }) => inSight && picture && seq !== picture.seq,
    );
    if (!card) return;
    card.loading = true;
    const { id, seq } = card.picture;
    try {
      const response = await fetch(`/pictures/${id}.png`, { cache: 'no-cache' });
      if (response.ok) this.#showPreview(card, await response.blob());
    } catch {
      // The list says it where the server is away.
    }
    card.seq = seq;
    card.loading = false;
    this.#loadPreviews();
  }

  #showPreview(card, blob) {
    URL.revokeObjectURL(card.image.src);
    card.image.src = URL.createObjectURL(blob);
    card.image.hidden = false;
  }
}

function factsOf({ width, height, viewers, created_by: creator }) {
  const facts = [`${width} × ${height}`];
  if (viewers > 0) facts.push(viewers === 1 ? '1 here' : `${viewers} here`);
  if (creator) facts.push(`by ${creator}`);
  return facts.join(' · ');
}

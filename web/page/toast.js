const shownFor = 6_000;
const shownMax = 4;

/** Short notices that go away by themselves. */
export class Toasts {
  #list;

  constructor(list) {
    this.#list = list;
  }

  /** Shows a text; one that is shown already is only kept longer. */
  show(text) {
    const same = [...this.#list.children].find((item) => item.firstChild.textContent === text);
    same?.remove();
    const item = document.createElement('div');
    item.className = 'toast';
    item.append(Object.assign(document.createElement('span'), { textContent: text }));
    const close = Object.assign(document.createElement('button'), { textContent: '×', onclick: () => item.remove() });
    close.setAttribute('aria-label', 'Dismiss');
    item.append(close);
    this.#list.append(item);
    while (this.#list.children.length > shownMax) this.#list.firstChild.remove();
    setTimeout(() => item.remove(), shownFor);
  }
}

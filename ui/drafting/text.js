/**
 * What is written but not saved, kept on this machine: by official and document, for a day.
 */

const PREFIX = "dauson.draft.";
const LASTS = 24 * 3600 * 1000; // ms; a shared machine forgets by itself

/** Forget what is older than a day, whoever wrote it. */
export function forgetOld() {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    let at = 0;
    try {
      at = JSON.parse(localStorage.getItem(key)).at;
    } catch {
      // Not ours any more: it goes.
    }
    if (!(Date.now() - at < LASTS)) localStorage.removeItem(key);
  }
}

export class Kept {
  /** @param {number} official @param {string} document */
  constructor(official, document) {
    this.key = `${PREFIX}${official}.${document}`;
  }

  /** @param {object} draft as it would be sent; @returns {boolean} whether there was room */
  put(draft) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), draft }));
      return true;
    } catch {
      return false; // the browser keeps nothing, or has no room
    }
  }

  /** @returns {{at: number, draft: object} | null} */
  get() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return kept && Date.now() - kept.at < LASTS ? kept : null;
    } catch {
      return null;
    }
  }

  forget() {
    localStorage.removeItem(this.key);
  }
}

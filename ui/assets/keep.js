// Keeping two answers as a case: a title and one sentence that says why it matters.
import { post } from './api.js';
import { openDialog } from './clip_picker.js';
import { h } from './dom.js';

// base, tuned: {place, right} of the answers; right is null where the labels cannot tell.
export function keepAsCase({ comparison, base, tuned, prompt, seen, heard }) {
  const doubt = doubtOf(base, tuned);
  const swapped = seen && heard && seen !== heard;
  const title = h('input', { type: 'text', required: true, maxlength: 120, value: swapped ? `The ${seen} is seen, the ${heard} is heard` : '' });
  const why = h('textarea', { class: 'sc-area', required: true, maxlength: 400, rows: 3, placeholder: 'One plain sentence, e.g. "Whoever trusts the base model about sound is told what is seen."' });
  const status = h('p', { class: 'sc-says', role: 'status' });
  const save = h('button', { type: 'submit', class: 'sc-fill' }, doubt ? 'Keep all the same' : 'Keep');
  const labelled = (text, input) => h('label', { class: 'sc-labelled' }, h('span', {}, text), input);
  const form = h('form', { class: 'sc-keep' },
    h('h2', {}, 'Keep as a case'),
    h('p', { class: 'sc-soft' }, `Both answers to “${prompt}” get a page of their own${doubt ? '.' : ': the base model\'s as the mistake, the tuned one\'s as the repair.'}`),
    doubt ? h('p', { class: 'sc-doubt', role: 'alert' }, doubt) : null,
    labelled('Title', title), labelled('Why it matters', why), status,
    h('div', { class: 'sc-dialog-foot' }, save, h('button', { type: 'button', class: 'sc-line', onclick: () => dialog.close() }, 'Cancel')));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    save.disabled = true;
    try {
      const { id } = await post('/api/cases', { comparison, base_answer: base.place, tuned_answer: tuned.place, title: title.value, why: why.value });
      form.replaceChildren(h('h2', {}, 'Kept'), h('p', {}, title.value), h('div', { class: 'sc-dialog-foot' }, h('a', { class: 'sc-fill', href: `/cases/${id}` }, 'Open the case'), h('button', { type: 'button', class: 'sc-line', onclick: () => dialog.close() }, 'Stay here')));
      form.querySelector('a').focus();
    } catch (error) {
      status.textContent = error.message;
      status.dataset.mood = 'bad';
      save.disabled = false;
    }
  });
  const dialog = h('dialog', { class: 'sc sc-dialog', 'aria-label': 'Keep as a case' }, form);
  openDialog(dialog);
}

// A case shows a mistake and its repair; where the labels say otherwise, so will its page.
function doubtOf(base, tuned) {
  const said = [
    base.right === true && "the base model's answer is right",
    tuned.right === false && "the tuned model's answer is wrong",
  ].filter(Boolean);
  return said.length ? `By the labels of the clips ${said.join(' and ')}. The page of the case will say so.` : '';
}

// Compiled under ThreadSanitizer only. Debian's CAF is not instrumented, so the sanitizer sees neither its mailboxes
// nor its reference counts. The functions below take the place of CAF's own in the program (the dynamic linker prefers
// them), say what orders the threads, and call CAF's, so that every race that is still reported is one.

#include "runtime/thread_sanitizer.hpp"

#include <caf/all.hpp>
#include <cstdlib>
#include <dlfcn.h>

namespace {

template <class Function>
Function* original(const char* mangled_name) {
  auto* found = dlsym(RTLD_NEXT, mangled_name);
  if (!found)
    std::abort();
  return reinterpret_cast<Function*>(found);
}

template <class Actor>
using enqueue_function = void(Actor*, caf::mailbox_element_ptr, caf::execution_unit*);

using atelier::runtime::observe;
using atelier::runtime::publish;

const void* key_of(const caf::abstract_actor* actor) {
  return actor;
}

const void* key_of(const caf::memory_managed* object) {
  return object;
}

} // namespace

namespace caf {

void scheduled_actor::enqueue(mailbox_element_ptr what, execution_unit* on) {
  static auto* const caf_enqueue =
      original<enqueue_function<scheduled_actor>>("_ZN3caf15scheduled_actor7enqueueESt10unique_ptrINS_15mailbox_"
                                                  "elementENS_6detail8disposerEEPNS_14execution_unitE");
  publish(key_of(this));
  publish(key_of(what.get()));
  caf_enqueue(this, std::move(what), on);
}

void blocking_actor::enqueue(mailbox_element_ptr what, execution_unit* on) {
  static auto* const caf_enqueue = original<enqueue_function<blocking_actor>>(
      "_ZN3caf14blocking_actor7enqueueESt10unique_ptrINS_15mailbox_elementENS_6detail8disposerEEPNS_14execution_unitE");
  publish(key_of(this));
  publish(key_of(what.get()));
  caf_enqueue(this, std::move(what), on);
}

bool scheduled_actor::activate(execution_unit* on) {
  static auto* const caf_activate =
      original<bool(scheduled_actor*, execution_unit*)>("_ZN3caf15scheduled_actor8activateEPNS_14execution_unitE");
  observe(key_of(this));
  const auto result = caf_activate(this, on);
  publish(key_of(this));
  return result;
}

intrusive::task_result scheduled_actor::mailbox_visitor::operator()(mailbox_element& what) {
  static auto* const caf_visit = original<intrusive::task_result(mailbox_visitor*, mailbox_element&)>(
      "_ZN3caf15scheduled_actor15mailbox_visitorclERNS_15mailbox_elementE");
  observe(key_of(self));
  const auto result = caf_visit(this, what);
  publish(key_of(self));
  return result;
}

intrusive::task_result blocking_actor::mailbox_visitor::operator()(mailbox_element& what) {
  static auto* const caf_visit = original<intrusive::task_result(mailbox_visitor*, mailbox_element&)>(
      "_ZN3caf14blocking_actor15mailbox_visitorclERNS_15mailbox_elementE");
  observe(key_of(self));
  return caf_visit(this, what);
}

void memory_managed::request_deletion(bool) const noexcept {
  observe(key_of(this));
  delete this;
}

void ref_counted::deref() const noexcept {
  static auto* const caf_deref = original<void(const ref_counted*)>("_ZNK3caf11ref_counted5derefEv");
  publish(key_of(static_cast<const memory_managed*>(this)));
  caf_deref(this);
}

void intrusive_ptr_release(actor_control_block* block) {
  if (block->strong_refs.fetch_sub(1, std::memory_order_acq_rel) != 1)
    return;
  block->data_dtor(block->get());
  intrusive_ptr_release_weak(block);
}

void intrusive_ptr_release_weak(actor_control_block* block) {
  if (block->weak_refs.fetch_sub(1, std::memory_order_acq_rel) == 1)
    block->block_dtor(block);
}

} // namespace caf

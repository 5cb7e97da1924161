from django.urls import path

from belisha.channels import views
from belisha.channels.enquiries import views as enquiry_views

app_name = "channels"
urlpatterns = [
    path("s/<slug:school>/posts/", views.posts, name="posts"),
    path("s/<slug:school>/posts/new/", views.new_post, name="new"),
    path("s/<slug:school>/posts/figures/", views.figures, name="figures"),
    path("s/<slug:school>/posts/of/<int:child>/", views.of_child, name="of_child"),
    path("s/<slug:school>/posts/enquiries/", enquiry_views.enquiries, name="enquiries"),
    path("s/<slug:school>/posts/enquiries/<int:enquiry>/", enquiry_views.enquiry, name="enquiry"),
    path("s/<slug:school>/posts/<int:post>/", views.post_page, name="post"),
    path("s/<slug:school>/posts/<int:post>/change/", views.change, name="change"),
]
